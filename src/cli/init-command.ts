import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Arguments, isGiven } from './arguments.ts';
import { DEFAULT_BASELINE } from './baseline-file.ts';
import type { CommandResult, Environment } from './environment.ts';

/**
 * `lintel init`: writes what is not there yet, and touches nothing that is. Asks nothing, so that scripts can run it.
 */
export async function initCommand(args: Arguments, environment: Environment): Promise<CommandResult> {
  const { workingDirectory, version } = environment;
  const said = [create(workingDirectory, 'lintel.yaml', configurationFor(workingDirectory))];
  if (isGiven(args, 'pre-commit')) said.push(addHook(workingDirectory, version), HOOK_ADVICE);
  if (isGiven(args, 'github')) said.push(create(workingDirectory, '.github/workflows/lintel.yml', WORKFLOW));
  if (said.length === 1) said.push('lintel init --pre-commit adds the hook, --github the workflow for code scanning');
  return { exitCode: 0, output: said.map(line => `${line}\n`).join('') };
}

function create(directory: string, name: string, content: string): string {
  const path = join(directory, name);
  if (existsSync(path)) return `${name} is there already, left alone`;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return `${name} written`;
}

function addHook(directory: string, version: string): string {
  const name = '.pre-commit-config.yaml';
  const path = join(directory, name);
  const hook = HOOK.replace('VERSION', version);
  if (!existsSync(path)) return create(directory, name, `repos:\n${hook}`);
  const text = readFileSync(path, 'utf8');
  if (/^\s*- id: lintel\b/m.test(text)) return `${name} has the hook already`;
  if (!/^repos:\s*\n(?:[ ]{0,2}- )/m.test(text)) return `${name}: add this under repos:\n${hook}`;
  const indent = /^repos:\s*\n([ ]*)- /m.exec(text)![1]!;
  const entry = hook.replace(/^ {2}/gm, indent);
  writeFileSync(
    path,
    text.replace(/^repos:\s*\n/m, match => `${match}${entry}`),
  );
  return `hook added to ${name}`;
}

/** Where a baseline was written before, the configuration has it. */
function configurationFor(directory: string): string {
  const isThere = existsSync(join(directory, DEFAULT_BASELINE));
  return isThere
    ? CONFIGURATION.replace(`# baseline: ${DEFAULT_BASELINE}`, `baseline: ${DEFAULT_BASELINE}`)
    : CONFIGURATION;
}

const CONFIGURATION = `# Configuration of lintel. Everything is optional; what is commented out shows an example.

# Rules that run beside the default ones: strict, cost, account-baseline, or all.
# profiles: [strict]

# Exit code 1 from this severity on: none, info, low, medium, high, critical.
# failOn: low

# By rule id, glob, or the id of another analyzer.
# rules:
#   s3-bucket-logging-enabled: off
#   rds-multi-az-support: low
#   required-tags: { parameters: { tags: [Owner, Environment] } }

# Values of CloudFormation parameters and Terraform variables.
# parameters: { Environment: prod }
# variables: { environment: prod }

# Or one analysis for each environment.
# environments:
#   prod: { parameters: { Environment: prod }, variableFiles: [prod.tfvars] }
#   dev: { parameters: { Environment: dev }, variableFiles: [dev.tfvars] }

# Findings that are in this file are accepted; lintel scan . --update-baseline writes it.
# baseline: lintel-baseline.json

# What is accepted, with the reason.
# suppressions:
#   - rules: [rds-multi-az-support]
#     files: ["sandbox/**"]
#     reason: the sandbox may fail
#     until: 2027-12-31
`;

const HOOK_ADVICE = 'pre-commit install turns the hook on, once in every clone';

const HOOK = `  - repo: https://github.com/lintel-iac/lintel
    rev: vVERSION
    hooks:
      - id: lintel
`;

const WORKFLOW = `name: lintel
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
  security-events: write # for the upload
  actions: read # in private repositories
jobs:
  lintel:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with: { node-version: 22 }
      - name: Scan
        run: npx --yes lintel scan --output sarif=lintel.sarif --output markdown=lintel.md
      - name: Summary
        if: always()
        run: cat lintel.md >> "$GITHUB_STEP_SUMMARY"
      - name: Upload
        if: always()
        uses: github/codeql-action/upload-sarif@v3
        with: { sarif_file: lintel.sarif }
`;
