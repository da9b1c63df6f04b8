import { describe, expect, test } from 'vitest';
import { readTemplate } from '../src/cloudformation/template.ts';
import { runRules } from '../src/engine/run.ts';
import type { Evaluation } from '../src/model/finding.ts';
import { buildGraph } from '../src/model/graph.ts';
import type { Input } from '../src/model/input.ts';
import type { SourceFile } from '../src/model/source.ts';
import { object } from '../src/model/value.ts';
import { type SuppressionOptions, suppress } from '../src/suppressions.ts';
import { cpuTime } from './cpu-time.ts';
import { ENCRYPTED, evaluation, file, PUBLIC, spanOf } from './reporters/fixture.ts';

const MULTI_AZ = {
  ...ENCRYPTED,
  id: 'rds-multi-az-support',
  aliases: ['checkov:CKV_AWS_157', 'kics:aaaa-bbbb', 'terrascan:AC_AWS_0057', 'tflint:aws_db_az'],
  require: { property: 'MultiAZ', equals: true },
};
const RULES = [ENCRYPTED, PUBLIC, MULTI_AZ];

const OPTIONS: SuppressionOptions = {
  today: '2026-06-15',
  allRules: RULES,
  askedRules: RULES,
  absolute: path => `/repo/${path}`,
};

const NO_FILES = { read: () => undefined, readBytes: () => undefined, list: () => [], has: () => false };

/** What is suppressed in a template, as `rule by origin: reason`, and the codes of the warnings. */
function judge(text: string, options: Partial<SuppressionOptions> = {}) {
  const input = readTemplate(file('db.yaml', text), { files: NO_FILES });
  const evaluations = runRules(RULES, buildGraph(input.resources, [input.info]));
  return summary(suppress(evaluations, [input], { ...OPTIONS, ...options }));
}

function summary({ evaluations, diagnostics }: ReturnType<typeof suppress>) {
  return {
    suppressed: evaluations.flatMap(({ rule, verdict, suppression }) =>
      verdict === 'suppressed'
        ? [`${rule.id} by ${suppression!.origin} ${suppression!.kind}: ${suppression!.reason}`]
        : [],
    ),
    warnings: diagnostics.map(({ code }) => code),
  };
}

const template = (lines: {
  above?: string;
  name?: string;
  property?: string;
  value?: string;
  metadata?: string;
  top?: string;
}) => `${lines.top ?? ''}
Resources:
  ${lines.above ?? ''}
  Database: ${lines.name ?? ''}
    Type: AWS::RDS::DBInstance
    ${lines.metadata ? `Metadata: ${lines.metadata}` : ''}
    Properties:
      MultiAZ: true
      ${lines.property ?? ''}
      StorageEncrypted: false ${lines.value ?? ''}
      PubliclyAccessible: true
`;

const ENCRYPTION = 'rds-storage-encrypted by';

describe('our own comments', () => {
  test('on the line, on the line above, above the block, on its first line', () => {
    const comment = '# lintel-ignore rds-storage-encrypted: a test';
    for (const lines of [{ value: comment }, { property: comment }, { above: comment }, { name: comment }]) {
      expect(judge(template(lines))).toEqual({ suppressed: [`${ENCRYPTION} lintel inline: a test`], warnings: [] });
    }
  });

  test('name several rules, globs, and other analyzers’ ids', () => {
    const both = [
      'rds-storage-encrypted by lintel inline: a test',
      'rds-instance-public-access-check by lintel inline: a test',
    ];
    for (const names of [
      'rds-storage-encrypted, CKV_AWS_17',
      'rds-*',
      'checkov:CKV_AWS_16,checkov:CKV_AWS_17',
      'F27, CKV_AWS_17',
    ]) {
      expect(judge(template({ above: `# lintel-ignore ${names}: a test` })).suppressed).toEqual(both);
    }
  });

  test('stack above one thing', () => {
    const above = '# lintel-ignore rds-storage-encrypted: one\n  # lintel-ignore CKV_AWS_17: two\n  # words';
    expect(judge(template({ above })).suppressed).toEqual([
      `${ENCRYPTION} lintel inline: one`,
      'rds-instance-public-access-check by lintel inline: two',
    ]);
  });

  test('hold for a whole file', () => {
    const top = '# lintel-ignore-file rds-storage-encrypted: a sample';
    expect(judge(template({ top }))).toEqual({ suppressed: [`${ENCRYPTION} lintel inline: a sample`], warnings: [] });
  });

  test('hold until their last day', () => {
    const until = (date: string) =>
      judge(template({ above: `# lintel-ignore CKV_AWS_16: soon mended (until ${date})` }));
    expect(until('2026-06-15')).toEqual({ suppressed: [`${ENCRYPTION} lintel inline: soon mended`], warnings: [] });
    expect(until('2026-06-14')).toEqual({ suppressed: [], warnings: ['suppression-expired'] });
    expect(until('2026-02-30')).toEqual({ suppressed: [], warnings: ['suppression-date'] });
    expect(until('soon')).toEqual({ suppressed: [], warnings: ['suppression-date'] });
  });

  test.each([
    ['# lintel-ignore rds-storage-encrypted', 'suppression-without-reason'],
    ['# lintel-ignore rds-storage-encryptd: typo', 'suppression-unknown-rule'],
    ['# lintel-ignore rds-multi-az-support: passes', 'suppression-unused'],
    ['# lintel-ignore: all of it', 'suppression-syntax'],
    ['# lintel-ignore not a rule: x', 'suppression-syntax'],
  ])('%s does nothing, and says so', (comment, warning) => {
    expect(judge(template({ above: comment }))).toEqual({ suppressed: [], warnings: [warning] });
  });

  test('name the nearest rule', () => {
    const input = readTemplate(file('db.yaml', template({ above: '# lintel-ignore rds-storage-encryptd: x' })), {
      files: NO_FILES,
    });
    const { diagnostics } = suppress([], [input], OPTIONS);
    expect(diagnostics.map(({ advice }) => advice)).toEqual(['Did you mean rds-storage-encrypted?']);
  });

  test('of rules that were not asked are not called unused', () => {
    const text = template({ above: '# lintel-ignore rds-multi-az-support: x' });
    expect(judge(text, { askedRules: [ENCRYPTED] }).warnings).toEqual([]);
  });

  test('need no reason where the configuration says so', () => {
    const text = template({ above: '# lintel-ignore rds-storage-encrypted' });
    expect(judge(text, { requireReason: false })).toEqual({
      suppressed: [`${ENCRYPTION} lintel inline: `],
      warnings: [],
    });
  });

  test('do not hold for rules that may not be suppressed', () => {
    const text = template({ above: '# lintel-ignore rds-storage-encrypted: x' });
    expect(judge(text, { forbidden: ['CKV_AWS_16'] })).toEqual({ suppressed: [], warnings: ['suppression-forbidden'] });
  });

  test('do not hold where they are switched off, elsewhere, or inside quotes', () => {
    const comment = '# lintel-ignore rds-storage-encrypted: x';
    expect(judge(template({ above: comment }), { enabled: false })).toEqual({ suppressed: [], warnings: [] });
    expect(judge(template({ above: `${comment}\n` })).suppressed).toEqual([]);
    expect(judge(template({ metadata: `{ note: "${comment}" }` }))).toEqual({ suppressed: [], warnings: [] });
  });
});

test('thousands of comments are found without going through all for each', () => {
  const one = (i: number) => `  D${i}:
    Type: AWS::RDS::DBInstance
    Properties:
      # lintel-ignore rds-storage-encrypted: number ${i}
      StorageEncrypted: false
`;
  const text = `Resources:\n${Array.from({ length: 2000 }, (_, i) => one(i)).join('')}`;
  const started = cpuTime();
  const { suppressed, warnings } = judge(text);
  expect(suppressed.filter(each => each.startsWith(ENCRYPTION))).toHaveLength(2000);
  expect(suppressed[0]).toBe('rds-storage-encrypted by lintel inline: number 0');
  expect(warnings).toEqual([]);
  expect(cpuTime() - started).toBeLessThan(20_000);
});

test('fifty thousand comments above each other take no longer than apart', () => {
  const started = cpuTime();
  const stack = '  # trivy:ignore:AWS-0001\n'.repeat(50_000);
  const spaces = `  # lintel-ignore x: ${' '.repeat(200_000)}x\n  # tflint-ignore: x${' '.repeat(200_000)}x\n`;
  expect(judge(template({ above: `\n${stack}${spaces}  # trivy:ignore:AWS-0080` })).suppressed).toHaveLength(1);
  expect(cpuTime() - started).toBeLessThan(20_000);
});

describe('other analyzers’ comments in templates', () => {
  test.each([
    ['checkov', { property: '# checkov:skip=CKV_AWS_16:known' }, 'known'],
    ['checkov', { property: '#bridgecrew:skip=CKV_AWS_16:known' }, 'known'],
    ['checkov', { property: '# cortex:skip= CKV_AWS_16:known' }, 'known'],
    ['trivy', { above: '# trivy:ignore:AWS-0001\n  # trivy:ignore:AWS-0080' }, ''],
    ['trivy', { above: '# trivy:ignore:AWS-0080\n  # trivy:ignore:AWS-0001' }, ''],
    ['trivy', { property: '# trivy:ignore:AVD-AWS-008*' }, ''],
    ['trivy', { above: '# trivy:ignore:AVD-AWS-0080' }, ''],
    ['trivy', { above: '#tfsec:ignore:AWS-0001 tfsec:ignore:aws-0080:exp:2026-12-31' }, ''],
    ['trivy', { above: '# cfsec:ignore:AWS-0080' }, ''],
    ['trivy', { above: '#tfsec:ignore:aws-rds-encrypt-instance-storage-data' }, ''],
    ['trivy', { above: '#trivy:ignore:AWS-RDS-encrypt-*' }, ''],
    ['trivy', { value: '#trivy:ignore:AWS-0080' }, ''],
    ['trivy', { above: '#trivy:ignore:AWS-0080[StorageEncrypted=false]' }, ''],
  ])('%s: %j', (origin, lines, reason) => {
    expect(judge(template(lines))).toEqual({ suppressed: [`${ENCRYPTION} ${origin} inline: ${reason}`], warnings: [] });
  });

  test.each([
    { above: '# trivy:ignore:AWS-0080:exp:2026-01-01' },
    { above: '# trivy:ignore:AWS-0080:exp:tomorrow' },
    { above: '# trivy:ignore:AWS-0080:ws:production' },
    { above: '# trivy:ignore:AWS-0080[StorageEncrypted=true]' },
    { above: '# trivy:ignore:AWS-0080\n  # some words' },
    { above: '# checkov:skip=CKV_AWS_16:outside of the resource' },
    // Checkov takes the list for one id in templates.
    { property: '# checkov:skip=CKV_AWS_20,CKV_AWS_16:known' },
    { property: '# checkov:skip=:no id' },
    { property: '# kics-scan ignore-line' },
    { above: '# checkov:skip=CKV_AWS_99999:no such check' },
    { above: '# trivy:ignore:*' },
    { above: '# kics-scan ignore-block' },
    { above: '# tflint-ignore: all' },
  ])('%j does not hold', lines => {
    expect(judge(template(lines))).toEqual({ suppressed: [], warnings: [] });
  });

  test('without an id hold only when asked for', () => {
    const all = ['kics inline: ', 'kics inline: '];
    for (const lines of [{ above: '# kics-scan ignore-block' }, { top: '# kics-scan ignore' }]) {
      const { suppressed } = judge(template(lines), { withoutId: true });
      expect(suppressed.map(text => text.replace(/^.* by /, ''))).toEqual(all);
    }
    expect(judge(template({ property: '# kics-scan ignore-line' }), { withoutId: true }).suppressed).toEqual([
      `${ENCRYPTION} kics inline: `,
    ]);
  });

  test('hold only of the analyzers that the configuration names', () => {
    const text = template({ above: '# trivy:ignore:AWS-0080', property: '# checkov:skip=CKV_AWS_17:x' });
    expect(judge(text, { peers: ['checkov'] }).suppressed).toEqual([
      'rds-instance-public-access-check by checkov inline: x',
    ]);
    expect(judge(text, { peers: false }).suppressed).toEqual([]);
  });
});

describe('Metadata', () => {
  test.each([
    ['lintel', '{ lintel: { ignore: [{ id: rds-storage-encrypted, reason: known, until: 2026-12-31 }] } }', 'known'],
    ['lintel', '{ lintel: { ignore: [{ id: CKV_AWS_16, reason: known, path: StorageEncrypted }] } }', 'known'],
    ['checkov', '{ checkov: { skip: [{ id: CKV_AWS_16, comment: known }] } }', 'known'],
    ['checkov', '{ bridgecrew: { skip: [{ id: CKV_AWS_16, comment: known }] } }', 'known'],
    ['cfn_nag', '{ cfn_nag: { rules_to_suppress: [{ id: F27, reason: known }] } }', 'known'],
    ['cdk-nag', '{ cdk_nag: { rules_to_suppress: [{ id: AwsSolutions-RDS2, reason: known }] } }', 'known'],
    [
      'cdk-nag',
      '{ cdk_nag: { rules_to_suppress: [{ id: AwsSolutions-RDS2, reason: a25vd24=, is_reason_encoded: true }] } }',
      'known',
    ],
    ['guard', '{ guard: { SuppressedRules: [RDS_STORAGE_ENCRYPTED] } }', ''],
    ['guard', '{ guard: { SuppressedRules: [{ RDS_STORAGE_ENCRYPTED: known }] } }', 'known'],
  ])('of %s on a resource: %s', (origin, metadata, reason) => {
    expect(judge(template({ metadata }))).toEqual({
      suppressed: [`${ENCRYPTION} ${origin} metadata: ${reason}`],
      warnings: [],
    });
  });

  test.each([
    '{ cfn_nag: { rules_to_suppress: [{ reason: no id }, F27, 3] } }',
    '{ cfn_nag: { rules_to_suppress: F27 } }',
    '{ cdk_nag: { rules_to_suppress: [{ id: "AwsSolutions-RDS2[LogExport::audit]", reason: another part }] } }',
    '{ cdk_nag: { rules_to_suppress: [{ id: AwsSolutions-RDS2, applies_to: [{ regex: "/./" }], reason: a pattern }] } }',
    '{ checkov: { skip: { id: CKV_AWS_16 } } }',
    '{ guard: { SuppressedRules: [null, []] } }',
    '{ cfn-lint: { config: { ignore_checks: [""] } } }',
  ])('that is mangled or about something else does nothing: %s', metadata => {
    expect(judge(template({ metadata }))).toEqual({ suppressed: [], warnings: [] });
  });

  test('on a template holds for all of its resources', () => {
    const top = 'Metadata:\n  cdk_nag:\n    rules_to_suppress: [{ id: AwsSolutions-RDS2, reason: known }]';
    expect(judge(template({ top })).suppressed).toEqual([`${ENCRYPTION} cdk-nag metadata: known`]);
  });

  test('of cfn-lint stands for all ids that start like it', () => {
    const rules = [{ ...ENCRYPTED, aliases: ['cfn-lint:E3030'] }];
    const input = readTemplate(
      file('db.yaml', template({ metadata: '{ cfn-lint: { config: { ignore_checks: [E3] } } }' })),
      { files: NO_FILES },
    );
    const evaluations = runRules(rules, buildGraph(input.resources, [input.info]));
    expect(summary(suppress(evaluations, [input], OPTIONS)).suppressed).toEqual([`${ENCRYPTION} cfn-lint metadata: `]);
  });

  test('that is unused or narrower is told from what holds', () => {
    const metadata = '{ lintel: { ignore: [{ id: CKV_AWS_16, reason: x, path: MultiAZ }] } }';
    expect(judge(template({ metadata }))).toEqual({ suppressed: [], warnings: ['suppression-unused'] });
  });
});

describe('in Terraform', () => {
  const SOURCE = `# MODULE
module "db" {
  source = "./db"
  # IN-MODULE
}
`;
  const MODULE = `# ABOVE
resource "aws_db_instance" "this" {
  engine = "postgres"

  # INSIDE
  storage_encrypted = false # TRAILING
}
`;

  function judgeTerraform(replace: Record<string, string>) {
    const fill = (text: string) => text.replace(/# ([A-Z-]+)/g, (_, name: string) => replace[name] ?? `# ${name}`);
    const root = file('main.tf', fill(SOURCE));
    const module = file('db/main.tf', fill(MODULE));
    const finding = terraformFinding(root, module);
    const input: Input = {
      info: finding.input,
      resources: [finding.resource!],
      diagnostics: [],
      files: [root, module],
    };
    return summary(suppress([finding], [input], OPTIONS));
  }

  function terraformFinding(root: SourceFile, module: SourceFile): Evaluation {
    const nameSpan = spanOf(module, 'resource "aws_db_instance" "this"');
    return evaluation({
      span: spanOf(module, 'storage_encrypted = false'),
      input: { path: '.', dialect: 'terraform' },
      calledFrom: [{ address: 'module.db', span: spanOf(root, 'module "db"') }],
      resource: {
        ...evaluation().resource!,
        address: 'module.db.aws_db_instance.this',
        properties: object(new Map(), nameSpan),
        nameSpan,
        span: { file: module, start: nameSpan.start, end: module.text.lastIndexOf('}') + 1 },
      },
    });
  }

  test.each([
    ['lintel', { ABOVE: '# lintel-ignore rds-storage-encrypted: known' }],
    ['lintel', { ABOVE: '// lintel-ignore rds-storage-encrypted: known' }],
    ['lintel', { ABOVE: '/* lintel-ignore rds-storage-encrypted: known */' }],
    ['lintel', { INSIDE: '# lintel-ignore rds-storage-encrypted: known' }],
    ['lintel', { TRAILING: '# lintel-ignore rds-storage-encrypted: known' }],
    ['lintel', { MODULE: '# lintel-ignore rds-storage-encrypted: known' }],
    ['checkov', { INSIDE: '#checkov:skip=CKV_AWS_16:known' }],
    ['checkov', { 'IN-MODULE': '#checkov:skip=CKV_AWS_16:known' }],
    ['checkov', { INSIDE: '#checkov:skip=CKV_AWS_20,CKV_AWS_16:known' }],
    ['trivy', { ABOVE: '#tfsec:ignore:AWS-0001\n#tfsec:ignore:AWS-0080:ws:default' }],
    ['trivy', { INSIDE: '/* trivy:ignore:AWS-0080:exp:2026-06-15 */' }],
    ['trivy', { 'IN-MODULE': '', MODULE: '//tfsec:ignore:aws-rds-encrypt-instance-storage-data' }],
    ['trivy', { ABOVE: '#tfsec:ignore:AWS-0080' }],
    ['trivy', { TRAILING: '#trivy:ignore:AWS-0080' }],
    ['trivy', { MODULE: '#trivy:ignore:AWS-0080' }],
  ])('%s: %j', (origin, replace) => {
    const reason = origin === 'trivy' ? '' : 'known';
    expect(judgeTerraform(replace)).toEqual({
      suppressed: [`${ENCRYPTION} ${origin} inline: ${reason}`],
      warnings: [],
    });
  });

  test.each([
    { ABOVE: '#checkov:skip=CKV_AWS_16:above the block' },
    { ABOVE: '#tfsec:ignore:AWS-0080\n# why it is so' },
    { ABOVE: '#tfsec:ignore:AWS-0080\n' },
    { ABOVE: '#tfsec:ignore:AWS-0080:exp:2026-06-14' },
    { 'IN-MODULE': '#tfsec:ignore:AWS-0080' },
  ] as Record<string, string>[])('%j is not where it would hold', replace => {
    expect(judgeTerraform(replace)).toEqual({ suppressed: [], warnings: [] });
  });

  test('Checkov’s comments do not hold on the first and the last line of a block', () => {
    const comment = '#checkov:skip=CKV_AWS_16:known';
    for (const [line, mark] of [
      ['resource "aws_db_instance" "this" {', `$& ${comment}`],
      [/\}\n$/, `} ${comment}\n`],
    ] as const) {
      const module = file('db/main.tf', MODULE.replace(line, mark));
      const finding = terraformFinding(file('main.tf', SOURCE), module);
      const input: Input = { info: finding.input, resources: [], diagnostics: [], files: [module] };
      expect(summary(suppress([finding], [input], OPTIONS)).suppressed).toEqual([]);
    }
  });

  test.each([
    ['# kics-scan disable=other,aaaa-bbbb', false, true],
    ['# kics-scan disable=other', false, false],
    ['# words\n\n# kics-scan disable=aaaa-bbbb', false, true],
    ['locals {}\n# kics-scan disable=aaaa-bbbb', false, false],
    ['# kics-scan enable=other', false, false],
    ['# kics-scan enable=other', true, true],
    ['# kics-scan enable=aaaa-bbbb', true, false],
    ['# kics-scan ignore', false, false],
    ['# kics-scan ignore', true, true],
    ['locals {}\n# kics-scan ignore', true, false],
    ['# tflint-ignore-file: aws_db_az', false, true],
    ['\n# tflint-ignore-file: aws_db_az', false, false],
    ['# tflint-ignore-file: all', false, false],
    ['# tflint-ignore-file: all', true, true],
  ])('%j at the head of a file (without ids: %s): %s', (comment, withoutId, expected) => {
    const module = file('main.tf', `${comment}\n${MODULE}`);
    const finding = { ...terraformFinding(file('root.tf', 'module "db" {}'), module), rule: MULTI_AZ };
    const input: Input = { info: finding.input, resources: [], diagnostics: [], files: [module] };
    expect(summary(suppress([finding], [input], { ...OPTIONS, withoutId })).suppressed).toHaveLength(expected ? 1 : 0);
  });

  test.each([
    ['terrascan', '#ts:skip=AC_AWS_0057 known'],
    ['tflint', '# tflint-ignore: aws_db_az # known'],
  ])('%s by its own ids', (origin, comment) => {
    const module = file('main.tf', MODULE.replace('# INSIDE', comment));
    const finding = { ...terraformFinding(file('root.tf', 'module "db" {}'), module), rule: MULTI_AZ };
    const input: Input = { info: finding.input, resources: [], diagnostics: [], files: [module] };
    expect(summary(suppress([finding], [input], OPTIONS)).suppressed).toEqual([
      `rds-multi-az-support by ${origin} inline: known`,
    ]);
  });
});

describe('the configuration', () => {
  const SOURCE = spanOf(file('lintel.yaml', 'suppressions: []'), 'suppressions');
  const entry = { base: '/repo', rules: ['rds-*'], files: [], resources: [], reason: 'accepted', source: SOURCE };
  const accepted = [
    'rds-storage-encrypted by lintel file: accepted',
    'rds-instance-public-access-check by lintel file: accepted',
  ];

  test.each([
    [{ files: ['*.yaml'] }, accepted],
    [{ files: ['db.yaml'], resources: ['Data*'] }, accepted],
    [{ files: ['infra/**'] }, []],
    [{ resources: ['Other'] }, []],
    [{ rules: ['CKV_AWS_16'] }, accepted.slice(0, 1)],
    [{ until: '2026-01-01' }, []],
  ])('%j', (more, suppressed) => {
    expect(judge(template({}), { entries: [{ ...entry, ...more }] }).suppressed).toEqual(suppressed);
  });

  test('holds where comments are switched off, and for rules that comments may not suppress', () => {
    const options = { entries: [entry], enabled: false, forbidden: ['rds-*'] };
    expect(judge(template({}), options).suppressed).toEqual(accepted);
  });
});
