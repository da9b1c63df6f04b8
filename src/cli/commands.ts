import type { CommandDefinition, OptionDefinition } from './arguments.ts';

const GENERAL: readonly OptionDefinition[] = [
  { name: 'help', short: 'h', description: 'show this help' },
  { name: 'version', description: 'show the version' },
  { name: 'verbose', short: 'v', description: 'say more: unknown and suppressed verdicts, stacks of internal errors' },
];

const CONFIGURATION: readonly OptionDefinition[] = [
  {
    name: 'config',
    value: 'FILE',
    description: 'configuration file (default: lintel.yaml, found upwards to the repository root)',
  },
  { name: 'no-config', description: 'read no configuration file' },
];

const INPUT_VALUES: readonly OptionDefinition[] = [
  { name: 'parameter', value: 'NAME=VALUE', description: 'value of a CloudFormation parameter' },
  {
    name: 'parameters',
    value: 'FILE',
    description: 'file of CloudFormation parameters (CLI, CodePipeline, plain map, samconfig.toml)',
  },
  { name: 'var', value: 'NAME=VALUE', description: 'value of a Terraform variable' },
  { name: 'var-file', value: 'FILE', description: 'tfvars file' },
  {
    name: 'source',
    value: 'DIR',
    description: 'Terraform configuration that plans were made of (default: found beside the plan)',
  },
  {
    name: 'environment',
    value: 'NAME',
    description: 'only this one of the environments of the configuration, or of samconfig.toml',
  },
];

const INPUT: readonly OptionDefinition[] = INPUT_VALUES.map(option => ({ ...option, group: 'Input' }));

const SCAN: readonly OptionDefinition[] = [
  {
    name: 'format',
    short: 'f',
    value: 'FORMAT',
    description: 'text, concise, json, sarif, github, gitlab, junit, markdown, html, compliance, rdjson, csv',
    group: 'Output',
  },
  {
    name: 'output',
    short: 'o',
    value: '[FORMAT=]FILE',
    description: 'write a report to a file; may be repeated',
    group: 'Output',
  },
  { name: 'quiet', short: 'q', description: 'only findings: no summary, no warnings', group: 'Output' },
  { name: 'color', description: 'colours even where the output is no terminal', group: 'Output' },
  { name: 'no-color', description: 'no colours', group: 'Output' },
  {
    name: 'sarif-full',
    description: 'SARIF with passed, unknown and suppressed results (not for GitHub)',
    group: 'Output',
  },
  {
    name: 'sarif-category',
    value: 'NAME',
    description: 'keeps apart several SARIF uploads of one commit',
    group: 'Output',
  },
  { name: 'rule', value: 'ID', description: 'only this rule: id, glob, or the id of another analyzer', group: 'Rules' },
  { name: 'skip', value: 'ID', description: 'not this rule', group: 'Rules' },
  { name: 'rules', value: 'DIR', description: 'folder of your own rules', group: 'Rules' },
  { name: 'profile', value: 'NAME', description: 'also the rules of this profile; all: every rule', group: 'Rules' },
  {
    name: 'framework',
    value: 'NAME',
    description: 'only rules that stand for controls of this framework',
    group: 'Rules',
  },
  {
    name: 'severity',
    value: 'MIN',
    description: 'only rules of this severity or above: info, low, medium, high, critical',
    group: 'Rules',
  },
  {
    name: 'fail-on',
    value: 'MIN',
    description: 'exit code 1 from this severity on; none: never (default: low)',
    group: 'Verdict',
  },
  { name: 'strict', description: 'what cannot be decided counts as a finding', group: 'Verdict' },
  { name: 'exit-zero', description: 'exit code 0 whatever is found', group: 'Verdict' },
  { name: 'no-inline-suppressions', description: 'comments and Metadata silence nothing', group: 'Verdict' },
  { name: 'baseline', value: 'FILE', description: 'findings in this file are accepted', group: 'Verdict' },
  { name: 'update-baseline', description: 'write the findings of this run into the baseline file', group: 'Verdict' },
  ...INPUT,
  { name: 'stdin-filename', value: 'PATH', description: 'name of what - reads from standard input', group: 'Input' },
  {
    name: 'changed',
    description: 'the paths are changed files: scan what they belong to, report what they cause',
    group: 'Input',
  },
  { name: 'fix', description: 'mend in the files what can be mended there, then report what is left', group: 'Run' },
  { name: 'fix-dry-run', description: 'print what --fix would change, as a unified diff', group: 'Run' },
  {
    name: 'fix-unsafe',
    description: 'with one of these: also what replaces a resource, or what others rely on',
    group: 'Run',
  },
  {
    name: 'jobs',
    short: 'j',
    value: 'N',
    description: 'accepted; a scan is one process, --shard splits it',
    group: 'Run',
  },
  { name: 'no-cache', description: 'accepted; nothing is kept between runs', group: 'Run' },
  { name: 'shard', value: 'I/N', description: 'the I-th of N parts of the inputs', group: 'Run' },
  { name: 'watch', short: 'w', description: 'scan again whenever a file changes, until interrupted', group: 'Run' },
  { name: 'print-config', description: 'show the configuration that holds, and stop', group: 'Run' },
  ...CONFIGURATION,
  ...GENERAL,
];

/** The first one is meant where no command is named. */
export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'scan',
    usage: '[PATH…]',
    summary: 'find misconfigurations (default command, default path: .)',
    options: SCAN,
  },
  {
    name: 'rules',
    usage: '',
    summary: 'list every rule',
    maxPositionals: 0,
    options: [
      { name: 'format', short: 'f', value: 'FORMAT', description: 'text, json or markdown' },
      { name: 'rules', value: 'DIR', description: 'folder of your own rules' },
      ...GENERAL,
    ],
  },
  {
    name: 'explain',
    usage: 'RULE',
    summary: 'one rule in full: why, when, examples, fix, frameworks, other analyzers’ ids',
    maxPositionals: 1,
    options: [
      { name: 'format', short: 'f', value: 'FORMAT', description: 'text or markdown' },
      { name: 'rules', value: 'DIR', description: 'folder of your own rules' },
      ...GENERAL,
    ],
  },
  {
    name: 'graph',
    usage: '[PATH…]',
    summary: 'the resources and the references between them',
    options: [
      { name: 'format', short: 'f', value: 'FORMAT', description: 'json, mermaid, dot or svg' },
      ...INPUT_VALUES.slice(0, 4),
      ...GENERAL,
    ],
  },
  {
    name: 'init',
    usage: '',
    summary: 'write a commented lintel.yaml; with options also a hook and a workflow',
    maxPositionals: 0,
    options: [
      { name: 'pre-commit', description: 'add the hook to .pre-commit-config.yaml' },
      { name: 'github', description: 'write .github/workflows/lintel.yml' },
      ...GENERAL,
    ],
  },
  {
    name: 'merge',
    usage: 'FILE…',
    summary: 'SARIF reports of several scans as one',
    options: [{ name: 'output', short: 'o', value: 'FILE', description: 'where to write it' }, ...GENERAL],
  },
  {
    name: 'completions',
    usage: 'bash|zsh|fish|pwsh',
    summary: 'shell completions',
    maxPositionals: 1,
    options: GENERAL,
  },
];
