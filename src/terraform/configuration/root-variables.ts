import type { SourceFile, Span } from '../../model/source.ts';
import { startOf } from '../../model/source.ts';
import type { Attribute, Block } from '../../parse/hcl/ast.ts';
import { parseHcl, parseHclExpression } from '../../parse/hcl/parser.ts';
import { parseJson } from '../../parse/json.ts';
import { entrySpan } from '../../parse/syntax.ts';
import { evaluateExpression } from '../expressions/evaluate.ts';
import type { Scope } from '../expressions/scope.ts';
import type { Run } from '../modules/run.ts';
import type { TerraformOptions, VariableAssignment } from '../options.ts';
import type { TerraformValue } from '../values/values.ts';
import { attributeOf, type ModuleConfiguration } from './configuration.ts';
import { byCodeUnits, joinPath } from './files.ts';
import { expressionOfJson } from './json-expressions.ts';
import { type Given, variableType } from './variables.ts';

/**
 * The values that the user gives for the variables of a root module, lowest precedence first: `TF_VAR_x`,
 * `terraform.tfvars`, `terraform.tfvars.json`, `*.auto.tfvars` and `*.auto.tfvars.json` in the order of their names,
 * `--var` and `--var-file` in the order given. https://developer.hashicorp.com/terraform/language/values/variables
 */
export function rootVariables(run: Run, configuration: ModuleConfiguration): Given {
  const { options, root } = run;
  const given = new Map<string, TerraformValue>();
  const assignText = (name: string, text: string) => {
    const block = configuration.variables.get(name);
    if (block) given.set(name, textValue(name, text, block, run));
    return block !== undefined;
  };
  const assignFile = (path: string) => {
    const attributes = variablesInFile(path, run);
    for (const attribute of attributes ?? []) {
      if (!configuration.variables.has(attribute.name)) run.report(undeclared(attribute.name, attribute.nameSpan));
      else given.set(attribute.name, evaluateExpression(attribute.value, literalScope(run)));
    }
    return attributes !== undefined;
  };
  for (const [name, text] of environmentVariables(options)) assignText(name, text);
  for (const name of variableFilesIn(options.files.list(root))) assignFile(joinPath(root, name));
  for (const assignment of assignmentsOf(options)) {
    if (assignment.kind === 'file') {
      if (!assignFile(assignment.path)) run.report(noFile(assignment.path));
    } else if (!assignText(assignment.name, assignment.text)) {
      run.report(undeclared(assignment.name, startOf(configuration.files[0] ?? commandLine(assignment.name, ''))));
    }
  }
  reportTerragrunt(run, configuration, given);
  return name => given.get(name);
}

/** Terragrunt gives values from files of its own, which are not read. */
function reportTerragrunt(run: Run, { variables }: ModuleConfiguration, given: ReadonlyMap<string, unknown>): void {
  const path = joinPath(run.root, 'terragrunt.hcl');
  if (!run.options.files.has(path)) return;
  const missing = [...variables].filter(([name, block]) => !given.has(name) && !attributeOf(block, 'default'));
  const file = missing.length > 0 ? run.options.files.read(path) : undefined;
  if (!file) return;
  run.report({
    code: 'terragrunt-inputs',
    message: `terragrunt.hcl may give ${missing.map(([name]) => `var.${name}`).join(', ')}, which is not read here`,
    advice: 'Scan a plan (terragrunt show -json), or give the values with --var-file.',
    span: startOf(file),
    severity: 'warning',
  });
}

const ENVIRONMENT_PREFIX = 'TF_VAR_';

function environmentVariables({ environment }: TerraformOptions): [name: string, text: string][] {
  return Object.entries(environment ?? {}).flatMap(([key, text]): [string, string][] =>
    key.startsWith(ENVIRONMENT_PREFIX) && text !== undefined ? [[key.slice(ENVIRONMENT_PREFIX.length), text]] : [],
  );
}

/** Names of the variable files that are loaded without being asked for, lowest precedence first. */
export function variableFilesIn(names: readonly string[]): readonly string[] {
  const automatic = names.filter(name => /\.auto\.tfvars(\.json)?$/.test(name)).sort(byCodeUnits);
  return [...['terraform.tfvars', 'terraform.tfvars.json'].filter(name => names.includes(name)), ...automatic];
}

function assignmentsOf({ assignments, variableFiles, variables }: TerraformOptions): readonly VariableAssignment[] {
  if (assignments) return assignments;
  const files = (variableFiles ?? []).map((path): VariableAssignment => ({ kind: 'file', path }));
  const texts = Object.entries(variables ?? {});
  return [...files, ...texts.map(([name, text]): VariableAssignment => ({ kind: 'variable', name, text }))];
}

/** A text is an expression where a type is declared that is no plain one; otherwise it is the value itself. */
function textValue(name: string, text: string, block: Block, run: Run): TerraformValue {
  const scope = literalScope(run);
  const literal: TerraformValue = { kind: 'string', value: text, span: block.headerSpan };
  const plain = ['string', 'number', 'bool'].includes(variableType(block, scope).kind);
  if (plain || !attributeOf(block, 'type')) return literal;
  const { expression, diagnostics } = parseHclExpression(commandLine(name, text));
  if (expression && diagnostics.length === 0)
    return { ...evaluateExpression(expression, scope), span: block.headerSpan };
  run.report({
    code: 'variable-value',
    message: `The text given for var.${name} is no expression`,
    advice: 'Write lists and objects as in a .tf file: ["a", "b"].',
    span: block.headerSpan,
    severity: 'error',
  });
  return literal;
}

/** The assignments of a variable file in either syntax; undefined where it cannot be read. */
function variablesInFile(path: string, run: Run): readonly Attribute[] | undefined {
  const file = run.options.files.read(path);
  if (!file) return undefined;
  run.files.set(file.path, file);
  const { attributes, diagnostics } = path.endsWith('.json') ? jsonAttributes(file) : hclAttributes(file);
  for (const diagnostic of diagnostics) run.report(diagnostic);
  return attributes;
}

function hclAttributes(file: SourceFile) {
  const { body, diagnostics } = parseHcl(file);
  return { attributes: body.items.filter(item => item.kind === 'attribute'), diagnostics };
}

function jsonAttributes(file: SourceFile) {
  const { documents, diagnostics: problems } = parseJson(file);
  const root = documents[0]?.root;
  const diagnostics = [...problems];
  const entries = root?.kind === 'mapping' ? root.entries : [];
  const attributes = entries.map((entry): Attribute => {
    const { key } = entry;
    const value = expressionOfJson(entry.value, true, diagnostics);
    return { kind: 'attribute', name: key.raw, nameSpan: key.span, value, span: entrySpan(entry) };
  });
  return { attributes, diagnostics };
}

/** A scope without names. */
function literalScope(run: Run): Scope {
  return {
    directory: run.root,
    isLiteral: true,
    traverse: () => undefined,
    report: diagnostic => run.report(diagnostic),
  };
}

/** Stands for a text that is in no file. */
function commandLine(name: string, text: string): SourceFile {
  return { path: `--var ${name}`, text };
}

function undeclared(name: string, span: Span) {
  return {
    code: 'undeclared-variable',
    message: `A value is given for var.${name}, which the module does not declare`,
    advice: 'Declare the variable, or correct its name.',
    span,
    severity: 'warning',
  } as const;
}

function noFile(path: string) {
  return {
    code: 'file-not-found',
    message: `The variable file ${path} cannot be read`,
    advice: 'Correct the path of --var-file.',
    span: startOf({ path, text: '' }),
    severity: 'error',
  } as const;
}
