import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.ts';
import type { SourceFile } from '../model/source.ts';
import { parseJson } from '../parse/json.ts';
import { plainValue } from '../parse/plain.ts';
import { parseYaml } from '../parse/yaml.ts';
import { overriddenBy, overridesOf, type SamEnvironments, tomlEnvironments } from './sam-configuration.ts';

/**
 * CloudFormation parameters of a file, in one of the forms in use: the list of `ParameterKey` and `ParameterValue` that
 * the AWS CLI takes, a template configuration of CodePipeline (`{"Parameters": {…}}`), a list of `Key=Value` texts, a
 * plain map, and the `parameter_overrides` of samconfig.toml: of the environment that is named, where the file has it.
 * JSON or YAML. `name` is what messages call the file.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
 */
export function readParameterFile(path: string, name: string, environment?: string): Record<string, string> {
  const content = readContent(path, name);
  const parameters = 'sam' in content ? overridesOf(content.sam, environment) : parametersOf(content.value);
  if (!parameters) throw new UsageError(`${name}: holds no CloudFormation parameters`);
  return parameters;
}

/** The environments that a configuration of AWS SAM has; none of another file. */
export function environmentsOfFile(path: string, name: string): readonly string[] {
  const content = readContent(path, name);
  return 'sam' in content ? [...content.sam.keys()].filter(environment => environment !== '') : [];
}

function readContent(path: string, name: string): { sam: SamEnvironments } | { value: unknown } {
  const file: SourceFile = { path: name, text: readText(path, name) };
  if (name.endsWith('.toml')) return { sam: tomlEnvironments(file.text) };
  const value = parse(file);
  const sam = isRecord(value) && value['version'] !== undefined && !value['Parameters'] && yamlEnvironments(value);
  // A plain map may hold a parameter that is called version.
  return sam && overridesOf(sam) ? { sam } : { value };
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

function parametersOf(value: unknown): Record<string, string> | undefined {
  if (Array.isArray(value)) return listed(value);
  if (!isRecord(value)) return undefined;
  const inner = value['Parameters'];
  if (Array.isArray(inner)) return listed(inner);
  return textValues(isRecord(inner) ? inner : value);
}

/** Of samconfig.yaml: under the environment, a command such as `deploy`, and `parameters`. */
function yamlEnvironments(value: Record<string, unknown>): SamEnvironments {
  const environments = Object.entries(value).filter(([, commands]) => isRecord(commands));
  return new Map(environments.map(([name, commands]) => [name, overridesIn(commands as Record<string, unknown>)]));
}

function overridesIn(commands: Record<string, unknown>): Record<string, string> | undefined {
  for (const command of Object.values(commands)) {
    const parameters = isRecord(command) ? command['parameters'] : undefined;
    const overrides = isRecord(parameters) ? parameters['parameter_overrides'] : undefined;
    if (typeof overrides === 'string') return overriddenBy([overrides]);
    if (Array.isArray(overrides)) return listed(overrides);
    if (isRecord(overrides)) return textValues(overrides);
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
