import type { Mention } from './mention.ts';
import type { Span } from './source.ts';
import type { Assumption, ObjectValue, Value } from './value.ts';

/** A resource in CloudFormation's vocabulary, whichever language it was written in. */
export interface Resource {
  /** Unique in its input: the address, with a suffix where one declaration gives several resources. */
  readonly id: string;
  /** The resource that deploys it, where the user did not write it: the `AWS::Serverless::Api` of a stage. */
  readonly deployedBy?: string;
  /** What the user calls it: `Database` · `module.db.aws_db_instance.main["a"]`. */
  readonly address: string;
  /** `AWS::RDS::DBInstance`; of types without a counterpart, the name as written (`azurerm_storage_account`). */
  readonly type: string;
  /** The type as written: `aws_db_instance`, `AWS::Serverless::Function`. */
  readonly writtenAs: string;
  /** Which input it belongs to. */
  readonly input: InputInfo;
  readonly properties: ObjectValue;
  /** CloudFormation's resource attributes (DeletionPolicy, Metadata …), Terraform's meta-arguments (lifecycle …). */
  readonly attributes: ObjectValue;
  /** The arguments as written in Terraform, for what has no counterpart in the normal form. */
  readonly arguments?: ObjectValue;
  /** Of its provider in Terraform, where it says one; see `regionKey`. */
  readonly region?: Value;
  /** The tags that its provider leaves to others: `keys` and `key_prefixes`. */
  readonly ignoredTags?: ObjectValue;
  /** `unknown`: under an undecided condition or count. */
  readonly exists: 'yes' | 'unknown';
  /** What must hold for it to exist, where that can be said. */
  readonly existsWhen: readonly Assumption[];
  /** The logical id, or the type and name labels of the block header. */
  readonly nameSpan: Span;
  readonly span: Span;
  /** Module calls or nested stacks through which it came: outermost first. */
  readonly calledFrom: readonly CallSite[];
  /**
   * It is outside this input, and one block says something about it (a satellite): only what that block says can be
   * judged, what is absent here may be there.
   */
  readonly partial?: true;
  /**
   * It is declared but deploys nothing: a provider block, a module call, a data source. Rules that name its type see
   * it, nobody else.
   */
  readonly isDeclaration?: true;
  /** Other blocks whose arguments were merged into it (satellites), by address. */
  readonly satellites?: readonly { readonly address: string; readonly type: string; readonly span: Span }[];
}

export interface CallSite {
  /** `module.db`, or the nested stack's logical id. */
  readonly address: string;
  readonly span: Span;
}

/** One template, one Terraform root module, one plan: what is deployed together. */
export interface InputInfo {
  /** Path of the template or plan file, or of the module directory, as reports print it. */
  readonly path: string;
  /** Which template of a file that holds several it is, from 2 on. */
  readonly document?: number;
  readonly dialect: Dialect;
  /** Facts of the provider or template that change defaults, such as `provider_version: 5.31.0`. */
  readonly facts?: Readonly<Record<string, string>>;
  /** Whether these assumptions can hold together; absent: any can. */
  readonly feasible?: (assumptions: readonly Assumption[]) => boolean;
  /** Where it names resources beside the values of its own: found when a rule asks. */
  readonly mentions?: () => readonly Mention[];
}

export type Dialect = 'cloudformation' | 'sam' | 'terraform' | 'terraform-plan';

/** What tells an input from all others: its path, of the later templates of a file with their number. */
export function inputKey({ path, document }: Pick<InputInfo, 'path' | 'document'>): string {
  return document === undefined ? path : `${path}#${document}`;
}

/** Whether an input is a template of CloudFormation; otherwise it is Terraform's. */
export function isTemplate({ dialect }: Pick<InputInfo, 'dialect'>): boolean {
  return dialect === 'cloudformation' || dialect === 'sam';
}
