/** A rule as data: what a YAML file of `rules/` holds, checked by `schemas/rule.schema.json`. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly category: string;
  /** The folder of the rule file: `rds`. */
  readonly service: string;
  /** CloudFormation types, or Terraform types without a counterpart; `*` is every taggable resource. */
  readonly resources: readonly string[];
  /** `template`: asked once for each input, about its resources together; the finding names no resource. */
  readonly scope: 'resource' | 'template';
  /** What a finding says: `Storage of {resource} is not encrypted at rest`. */
  readonly message: string;
  readonly rationale: string;
  readonly remediation: string;
  readonly references: readonly string[];
  /** Names of the same check in other analyzers: `checkov:CKV_AWS_16`. */
  readonly aliases: readonly string[];
  /** Rules whose finding at the same place implies this one: reports for people then show it below theirs. */
  readonly impliedBy?: readonly string[];
  /** Control ids by framework: `nist-800-53-r5` → `SC-28`. */
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
  /** The profile that turns it on; null: on by default. */
  readonly profile: string | null;
  readonly parameters: Readonly<Record<string, RuleParameter>>;
  /**
   * One evaluation for each offending item of these lists; `when`, `unknownWhen` speak of the resource, `require` of
   * the item.
   */
  readonly each?: readonly string[];
  readonly when?: Condition;
  readonly unknownWhen?: Condition;
  readonly require: Condition;
  readonly fix?: Fix;
  /** The fix of a failing example as a difference, for explanations; built-in rules only. */
  readonly fixExamples?: FixExamples;
}

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical';

/** Lowest first. */
export const SEVERITIES: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];

export interface RuleParameter {
  readonly default: ParameterValue;
  readonly description: string;
}

export type ParameterValue =
  | string
  | number
  | boolean
  | readonly (string | number)[]
  | Readonly<Record<string, unknown>>;

/** Lines of a unified diff, without its headers. */
export interface FixExamples {
  readonly cloudformation?: string;
  readonly terraform?: string;
}

export interface Fix {
  /** Property path → value, in the normal form. */
  readonly set?: Readonly<Record<string, unknown>>;
}

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly type: string | readonly string[] }
  | { readonly dialect: string | readonly string[] }
  | PropertyCondition
  | { readonly related: RelatedCondition }
  | { readonly predicate: string; readonly with?: Readonly<Record<string, unknown>> };

/** Exactly one of the three subjects, and one or more tests, all of which must pass. */
export interface PropertyCondition extends Tests {
  /** Path in the normal form, see docs/rule-language.md. */
  readonly property?: string;
  /** Path in the resource attributes: `DeletionPolicy`, `lifecycle.prevent_destroy`. */
  readonly attribute?: string;
  /** Path in the arguments as written in Terraform. */
  readonly argument?: string;
  /** Verdict where the property is absent; without it an absent property fails every test but `exists: false`. */
  readonly absent?: 'pass' | 'fail' | 'unknown';
}

/** An operand is a literal, or `{ parameter: name }`. */
export interface Tests {
  readonly exists?: boolean;
  readonly equals?: unknown;
  readonly in?: unknown;
  readonly matches?: string;
  readonly startsWith?: string;
  readonly endsWith?: string;
  readonly contains?: unknown;
  readonly atLeast?: unknown;
  readonly atMost?: unknown;
  readonly length?: { readonly atLeast?: unknown; readonly atMost?: unknown };
  /** Some item of a list (or value of a map) satisfies the condition, whose paths start at the item. */
  readonly some?: Condition;
  readonly every?: Condition;
}

/**
 * Other resources. `via`: those that this path of the resource refers to. `by`: those whose path refers to the
 * resource. Neither: all of the same input. References count first, equal literal names second.
 */
export interface RelatedCondition {
  readonly type: string | readonly string[];
  readonly via?: string | readonly string[];
  readonly by?: string | readonly string[];
  readonly where?: Condition;
  /** `some` (default): at least one such resource, satisfying `where`. `every`: all of them do, none is fine. */
  readonly quantifier?: 'some' | 'every';
  /** Only those in the region of the resource, of all of the same input. */
  readonly region?: 'same';
  /** Verdict where what `via` names is not among these files, or not known; without it: unknown. */
  readonly outside?: 'pass' | 'fail' | 'unknown';
}

/** Executable examples, by the verdict they must have; `skip`: the rule has nothing to say. */
export interface RuleExamples {
  readonly fail: readonly RuleExample[];
  readonly pass: readonly RuleExample[];
  readonly unknown?: readonly RuleExample[];
  readonly skip?: readonly RuleExample[];
}

/** One case in both languages; `# expect: <id>` stands on the lines that must be reported. */
export interface RuleExample {
  readonly case: string;
  /** What the user sets for it. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  readonly cloudformation?: string | NotExpressible;
  readonly terraform?: string | NotExpressible;
  /** Of a failing case: why the fix does not help here. */
  readonly fix?: NotExpressible;
  /** Path → text, where one file is not enough. */
  readonly 'cloudformation-files'?: Readonly<Record<string, string>>;
  readonly 'terraform-files'?: Readonly<Record<string, string>>;
}

/** Why a language cannot express a case. */
export interface NotExpressible {
  readonly none: string;
}
