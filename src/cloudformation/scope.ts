import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileReader } from '../model/files.ts';
import type { Resource } from '../model/resource.ts';
import type { SourceFile, Span } from '../model/source.ts';
import type { Assumption, UnknownValue, Value } from '../model/value.ts';
import type { Entry, MappingNode } from '../parse/syntax.ts';
import type { Assumable, Conditions } from './conditions.ts';
import type { Exports } from './exports.ts';
import type { Parameter } from './parameters.ts';

export interface CloudFormationOptions {
  /** Values of parameters and pseudo parameters (`AWS::Region`), by name; lists separated by commas. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly files: FileReader;
  /** Name of the environment of the configuration for which the template is evaluated. */
  readonly environment?: string;
  /** Where the sources of a CDK application make a construct, by its path. */
  readonly constructs?: ReadonlyMap<string, Span>;
  /** What the templates of the scan export. */
  readonly exports?: Exports;
}

/** All that the expressions of one template can name, and what was found wrong in them. */
export interface Scope {
  readonly file: SourceFile;
  readonly options: CloudFormationOptions;
  readonly diagnostics: Diagnostic[];
  /** Every file that was read: the template, what it includes, nested templates. */
  readonly files: SourceFile[];
  /** The key of the input that it belongs to: its own, or that of the outermost template that nests it. */
  readonly input: string;
  /** In front of the names of a nested stack: `Network.`; empty in the template itself. */
  readonly prefix: string;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly mappings: ReadonlyMap<string, MappingNode>;
  readonly conditions: Conditions;
  readonly assumable: Assumable;
  /** Every declared resource, also those that a false condition leaves out. */
  readonly resources: ReadonlyMap<string, DeclaredResource>;
  readonly transforms: Transforms;
  /** Other names of resources that the Serverless transform makes: `Api.Stage` → its logical id. */
  readonly generatedNames: ReadonlyMap<string, string>;
  /** Variables of `Fn::ForEach` whose values are not known. */
  readonly loopVariables: Map<string, UnknownValue>;
  /** The stack that a resource of this template nests; undefined where its template is not at hand. */
  readonly nested: (id: string, scope: Scope) => NestedStack | undefined;
  /** What holds where the expression stands: the conditions of the `Fn::If`s and of the resource around it. */
  readonly assumed: Assumption[];
  /** Resources that the current resource certainly names, with the place; undefined outside of resources. */
  dependencies: Map<string, Span> | undefined;
  /** How many of the assumptions hold for the whole resource. */
  assumedByResource: number;
}

export interface DeclaredResource {
  readonly type: string;
  readonly entry: Entry;
  /** Why it is not known how often it is there: the collection of its `Fn::ForEach`. */
  readonly symbolic?: UnknownValue;
}

export interface NestedStack {
  readonly resources: readonly Resource[];
  readonly outputs: ReadonlyMap<string, Value>;
}

export interface Transforms {
  readonly serverless: boolean;
  /** Without it CloudFormation has no loops, no `Fn::Length`, no `Fn::ToJsonString`, and no defaults of mappings. */
  readonly languageExtensions: boolean;
  /** A macro that is not AWS's own: what it does to the template cannot be known. */
  readonly macro: string | undefined;
  /** Something that declares names that cannot be seen, such as an include from a bucket. */
  readonly unseen: string | undefined;
}

export function warn(scope: Scope, code: string, message: string, span: Span, advice?: string): void {
  report(scope, { code, message, advice, span, severity: 'warning' });
}

export function fail(scope: Scope, code: string, message: string, span: Span, advice?: string): void {
  report(scope, { code, message, advice, span, severity: 'error' });
}

/** More than this many diagnostics of one template help nobody. */
const MAX_DIAGNOSTICS = 200;

/** What a file that cannot be seen may declare. */
const DECLARED_ELSEWHERE: ReadonlySet<string> = new Set(['template-unknown-condition', 'template-undefined-mapping']);

function report(scope: Scope, diagnostic: Diagnostic): void {
  if (scope.diagnostics.length >= MAX_DIAGNOSTICS) return;
  const { code, span } = diagnostic;
  // Whatever is wrong, a macro may put right before CloudFormation looks at it.
  if (scope.transforms.macro !== undefined) return;
  if (scope.transforms.unseen !== undefined && DECLARED_ELSEWHERE.has(code)) return;
  // The same expression is evaluated again where a value is used twice.
  if (
    scope.diagnostics.some(
      other => other.code === code && other.span.start === span.start && other.span.file === span.file,
    )
  )
    return;
  scope.diagnostics.push(diagnostic);
}

/** Evaluates under an assumption that holds only there. */
export function assuming(scope: Scope, when: Assumption, evaluate: () => Value | undefined): Value | undefined {
  scope.assumed.push(when);
  const value = evaluate();
  scope.assumed.pop();
  return value;
}
