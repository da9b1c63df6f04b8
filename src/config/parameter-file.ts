import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import type { SourceFile } from '../model/source.ts';
import { parseJson } from '../parse/json.ts';
import { plainValue } from '../parse/plain.ts';
import { parseYaml } from '../parse/yaml.ts';

/**
 * CloudFormation parameters of a file, in one of the forms in use: the list of `ParameterKey` and `ParameterValue` that
 * the AWS CLI takes, a template configuration of CodePipeline (`{"Parameters": {…}}`), a list of `Key=Value` texts, a
 * plain map, and the `parameter_overrides` of samconfig.toml, of the environment that is named. JSON or YAML. `name` is
 * what messages call the file.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
 */
export function readParameterFile(path: string, name: string, environment = 'default'): Record<string, string> {
  const file: SourceFile = { path: name, text: readText(path, name) };
  const parameters = name.endsWith('.toml')
    ? samParameters(file.text, environment)
    : parametersOf(parse(file), environment);
  if (!parameters) throw new UsageError(`${name}: holds no CloudFormation parameters`);
  return parameters;
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch {
    throw new UsageError(`${name}: the file of parameters cannot be read`);
  }
}

function parse(file: SourceFile): unknown {
  const { documents, diagnostics } = /^\s*[[{]/.test(file.text) ? parseJson(file) : parseYaml(file);
  const wrong = diagnostics.find(({ severity }) => severity === 'error');
  if (wrong) throw new UsageError(`${file.path}: ${wrong.message}`);
  return plainValue(documents[0]?.root);
}

function parametersOf(value: unknown, environment: string): Record<string, string> | undefined {
  if (Array.isArray(value)) return listed(value);
  if (!isRecord(value)) return undefined;
  const inner = value['Parameters'] ?? samOverrides(value, environment);
  if (typeof inner === 'string') return overriddenBy([inner]);
  if (Array.isArray(inner)) return listed(inner);
  return textValues(isRecord(inner) ? inner : value);
}

/** What samconfig.yaml has under the environment, `deploy`, `parameters`, or, without that, in another one. */
function samOverrides(value: Record<string, unknown>, environment: string): unknown {
  if (value['version'] === undefined) return undefined;
  const environments = [value[environment], value['default'], ...Object.values(value)].filter(isRecord);
  for (const command of environments.flatMap(commands => Object.values(commands))) {
    const parameters = isRecord(command) ? command['parameters'] : undefined;
    if (isRecord(parameters) && parameters['parameter_overrides'] !== undefined)
      return parameters['parameter_overrides'];
  }
  return undefined;
}

function listed(items: readonly unknown[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const item of items) {
    if (typeof item === 'string' && item.includes('=')) {
      parameters[item.slice(0, item.indexOf('='))] = item.slice(item.indexOf('=') + 1);
    } else if (isRecord(item) && typeof item['ParameterKey'] === 'string') {
      // UsePreviousValue: the value is with the deployed stack.
      if (item['ParameterValue'] !== undefined) parameters[item['ParameterKey']] = text(item['ParameterValue']);
    } else {
      return undefined;
    }
  }
  return parameters;
}

function textValues(record: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, text(value)]));
}

function text(value: unknown): string {
  return Array.isArray(value) ? value.map(String).join(',') : String(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * `parameter_overrides = "Key=Value \"Other=with space\""`, or a list of such texts, of the environment, of `default`,
 * or else of the first one that has them.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
 */
function samParameters(toml: string, environment: string): Record<string, string> | undefined {
  const tables = toml.split(/^[ \t]*\[(?=[^\]\n]*\][ \t]*(?:#.*)?$)/m);
  const of = (name: string) => tables.filter(table => table.startsWith(`${name}.`));
  for (const table of [...of(environment), ...of('default'), ...tables]) {
    const assigned = OVERRIDES.exec(table)?.[1];
    if (assigned !== undefined) return overriddenBy(textsIn(assigned));
  }
  return undefined;
}

const TEXT = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'[^'\n]*'/g;
const OVERRIDES = new RegExp(
  `^[ \\t]*parameter_overrides[ \\t]*=[ \\t]*(\\[(?:${TEXT.source}|[^\\]"'])*\\]|${TEXT.source})`,
  'm',
);

/** The texts of a TOML text or list of texts. */
function textsIn(toml: string): readonly string[] {
  return [...toml.matchAll(TEXT)].map(([quoted]) => {
    if (quoted.startsWith('"""') || quoted.startsWith("'''")) return quoted.slice(3, -3);
    const inner = quoted.slice(1, -1);
    return quoted.startsWith('"') ? inner.replace(/\\(.)/g, '$1') : inner;
  });
}

/** `Key=Value`, `"Key=a b"`, `Key="a b"`, and `ParameterKey=Key,ParameterValue=Value`, between blanks. */
function overriddenBy(texts: readonly string[]): Record<string, string> {
  const parameters: Record<string, string> = {};
  const pair = /"?(?:ParameterKey=([\w-]+),ParameterValue|([\w-]+))=(?:"((?:\\.|[^"\\])*)"|([^\s"]*))/g;
  for (const text of texts) {
    // A text of a list is one pair, whose value may hold blanks.
    const single = texts.length > 1 ? /^([\w-]+)=([^"]*)$/.exec(text) : null;
    if (single) parameters[single[1]!] = single[2]!;
    else {
      for (const [, long, short, inQuotes, bare] of text.matchAll(pair)) {
        parameters[(long ?? short)!] = inQuotes?.replace(/\\(.)/g, '$1') ?? bare ?? '';
      }
    }
  }
  return parameters;
}
