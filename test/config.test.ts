import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfiguration } from '../src/config/load.ts';
import { environmentsOfFile, readParameterFile } from '../src/config/parameter-file.ts';
import { findConfiguration, NO_CONFIGURATION } from '../src/config.ts';
import { folder } from './folder.ts';

async function load(files: Record<string, string>, name = 'lintel.yaml') {
  const root = folder(files);
  const configuration = loadConfiguration(name, root);
  // Absolute paths differ from run to run.
  return JSON.parse(JSON.stringify({ ...configuration, suppressions: undefined }).replaceAll(root, '/root'));
}

const mistake = (content: string, name = 'lintel.yaml') => {
  const root = folder({ [name]: content });
  try {
    loadConfiguration(name, root);
    return 'no mistake';
  } catch (error) {
    return String(error instanceof Error ? `${error.constructor.name}: ${error.message}` : error);
  }
};

describe('finding the file', () => {
  test('goes up to the root of the repository', () => {
    const root = folder({
      'lintel.yaml': '',
      'repo/.git/HEAD': '',
      'repo/infra/prod/x': '',
      'repo/infra/lintel.json': '{}',
    });
    expect(findConfiguration(join(root, 'repo', 'infra', 'prod'))).toBe(join(root, 'repo', 'infra', 'lintel.json'));
    expect(findConfiguration(join(root, 'repo'))).toBe(undefined);
  });

  test('looks no further than here where there is no repository', () => {
    const root = folder({ 'lintel.yaml': '', 'infra/x': '' });
    expect([findConfiguration(root), findConfiguration(join(root, 'infra'))]).toEqual([
      join(root, 'lintel.yaml'),
      undefined,
    ]);
  });

  test('takes package.json only where it has the key', () => {
    const root = folder({
      '.git/HEAD': '',
      'package.json': '{"lintel":{"skip":["x"]}}',
      'web/package.json': '{"name":"lintel"}',
    });
    expect(findConfiguration(join(root, 'web'))).toBe(join(root, 'package.json'));
  });
});

describe('reading', () => {
  test('nothing is no configuration', async () => {
    const { path, suppressions, ...rest } = await loadConfiguration(
      'lintel.yaml',
      folder({ 'lintel.yaml': '# nothing\n' }),
    );
    const { suppressions: none, ...empty } = NO_CONFIGURATION;
    expect({ path, suppressions, rest }).toEqual({ path: 'lintel.yaml', suppressions: none, rest: empty });
  });

  test('every key', async () => {
    const text = `
profiles: [strict]
frameworks: hipaa
skip: [CKV_AWS_18]
severity: low
failOn: high
rules:
  a: off
  b: on
  c: critical
  d: { severity: low, parameters: { days: 30 } }
customRules: ./rules
parameters: { Env: prod, Subnets: [a, b], Count: 3 }
variables: { name: x, zones: [a, b], count: 3 }
variableFiles: prod.tfvars
environments:
  dev: { parameters: { Env: dev }, variables: { name: y } }
tags: { Owner: team }
overrides:
  - files: "sandbox/**"
    rules: { a: low }
inlineSuppressions: { requireReason: false, peers: [checkov], forbidden: [x], peerFiles: { tfsec: t.yml, checkov: [c] } }
baseline: baseline.json
`;
    expect(await load({ 'lintel.yaml': text })).toEqual({
      path: 'lintel.yaml',
      profiles: ['strict'],
      frameworks: ['hipaa'],
      skip: ['CKV_AWS_18'],
      severity: 'low',
      failOn: 'high',
      rules: {
        a: { enabled: false, parameters: {} },
        b: { enabled: true, parameters: {} },
        c: { severity: 'critical', parameters: {} },
        d: { severity: 'low', parameters: { days: 30 } },
      },
      customRules: ['/root/rules'],
      parameters: { Env: 'prod', Subnets: 'a,b', Count: '3' },
      variables: { name: 'x', zones: '["a","b"]', count: '3' },
      variableFiles: ['/root/prod.tfvars'],
      environments: { dev: { parameters: { Env: 'dev' }, variables: { name: 'y' }, variableFiles: [] } },
      tags: { Owner: 'team' },
      overrides: [{ base: '/root', files: ['sandbox/**'], rules: { a: { severity: 'low' } } }],
      inlineSuppressions: {
        requireReason: false,
        peers: ['checkov'],
        forbidden: ['x'],
        peerFiles: [
          { format: 'checkov', path: '/root/c', base: '/root' },
          { format: 'tfsec', path: '/root/t.yml', base: '/root' },
        ],
      },
      baseline: '/root/baseline.json',
    });
  });

  test('what is extended comes first', async () => {
    const files = {
      'lintel.yaml': 'extends: base/lintel.json\nrules: { a: { severity: low } }\nskip: [y]\nfailOn: high\n',
      'base/lintel.json':
        '{"rules":{"a":{"parameters":{"days":1}},"b":"off"},"skip":["x"],"failOn":"low","customRules":"rules"}',
    };
    const { rules, skip, failOn, customRules } = await load(files);
    expect({ rules, skip, failOn, customRules }).toEqual({
      rules: { a: { severity: 'low', parameters: { days: 1 } }, b: { enabled: false, parameters: {} } },
      skip: ['x', 'y'],
      failOn: 'high',
      customRules: ['/root/base/rules'],
    });
  });

  test('package.json', async () => {
    expect((await load({ 'package.json': '{"name":"x","lintel":{"skip":["y"]}}' }, 'package.json')).skip).toEqual([
      'y',
    ]);
  });
});

describe('mistakes', () => {
  test.each([
    ['profils: [strict]\n', 'UsageError: lintel.yaml:1: unknown key profils. Did you mean profiles?'],
    [
      'skip: [x]\nfailOn: hihg\n',
      'UsageError: lintel.yaml:2: failOn: unknown value hihg. Did you mean high? Known: none, info, low, medium, high, critical.',
    ],
    ['suppressions:\n  - rules: [x]\n', 'UsageError: lintel.yaml:2: suppressions.0 needs the key reason'],
    [
      'rules:\n  a: { severty: low }\n',
      'UsageError: lintel.yaml:2: unknown key severty in rules.a. Did you mean severity?',
    ],
    ['skip: 3\n', 'UsageError: lintel.yaml:1: skip must be string'],
    ['- a\n', 'UsageError: lintel.yaml:1: the configuration must be object'],
    ['a: [\n', /^UsageError: lintel\.yaml:\d: /],
    ['extends: lintel.yaml\n', 'UsageError: lintel.yaml: extends itself'],
    ['extends: missing.yaml\n', 'UsageError: missing.yaml: the configuration cannot be read (ENOENT)'],
  ])('%j', (content, message) => {
    const said = mistake(content);
    typeof message === 'string' ? expect(said).toBe(message) : expect(said).toMatch(message);
  });
});

describe('files of parameters', () => {
  const read = (content: string, name = 'parameters.json') =>
    readParameterFile(join(folder({ [name]: content }), name), name);

  test.each([
    ['[{"ParameterKey":"Env","ParameterValue":"prod"},{"ParameterKey":"Kept","UsePreviousValue":true}]', 'p.json'],
    ['{"Parameters":{"Env":"prod"},"Tags":{"a":"b"}}', 'p.json'],
    ['{"Env":"prod"}', 'p.json'],
    ['["Env=prod"]', 'p.json'],
    ['Env: prod\n', 'p.yaml'],
    ['[default.deploy.parameters]\nparameter_overrides = "Env=prod"\n', 'samconfig.toml'],
    [
      '[dev.deploy.parameters]\nparameter_overrides = "Env=dev"\n[default.deploy.parameters]\nparameter_overrides = "Env=prod"\n',
      'samconfig.toml',
    ],
    ['[a.deploy.parameters]\nparameter_overrides = "ParameterKey=Env,ParameterValue=prod"\n', 'samconfig.toml'],
    ['version: 0.1\ndefault: {deploy: {parameters: {parameter_overrides: "Env=prod"}}}\n', 'samconfig.yaml'],
    ['version: 0.1\ndefault: {deploy: {parameters: {parameter_overrides: [Env=prod]}}}\n', 'samconfig.yaml'],
    ['[default.deploy.parameters]\nparameter_overrides = ["Env=prod"]\n', 'samconfig.toml'],
  ])('%s', (content, name) => {
    expect(read(content, name)).toEqual({ Env: 'prod' });
  });

  test.each([
    [
      '[default.deploy.parameters]\nparameter_overrides = "Env=dev"\n[prod.deploy.parameters]\nparameter_overrides = ["Env=prod"]\n',
      'samconfig.toml',
    ],
    [
      'version: 0.1\ndefault: {deploy: {parameters: {parameter_overrides: Env=dev}}}\nprod: {deploy: {parameters: {parameter_overrides: Env=prod}}}\n',
      'samconfig.yaml',
    ],
  ])('of an environment: %s', (content, name) => {
    const path = join(folder({ [name]: content }), name);
    expect([undefined, 'prod', 'other'].map(environment => readParameterFile(path, name, environment))).toEqual([
      { Env: 'dev' },
      { Env: 'prod' },
      { Env: 'dev' },
    ]);
    expect(environmentsOfFile(path, name)).toEqual(['default', 'prod']);
  });

  test('an environment that overrides nothing has nothing of another', () => {
    const name = 'samconfig.toml';
    const content =
      '[default.deploy.parameters]\nparameter_overrides = "Env=dev"\n[prod.deploy.parameters]\nregion = "x"\n';
    expect(readParameterFile(join(folder({ [name]: content }), name), name, 'prod')).toEqual({});
  });

  test('a plain map may have a parameter that is called version', () => {
    expect(read('version: "2"\nEnv: prod\n', 'p.yaml')).toEqual({ version: '2', Env: 'prod' });
  });

  test('several overrides, with blanks in quotes', () => {
    expect(read('parameter_overrides = "Env=prod Name=\\"a b\\" Empty="', 'samconfig.toml')).toEqual({
      Env: 'prod',
      Name: 'a b',
      Empty: '',
    });
  });

  test.each([
    ['[1]', 'p.json'],
    ['x = 1', 'samconfig.toml'],
    ['{', 'p.json'],
  ])('%s is none', (content, name) => {
    expect(() => read(content, name)).toThrow(name);
  });
});
