import type { CallSite } from '../model/resource.ts';
import type { Span } from '../model/source.ts';
import type { Assumption, ObjectValue, Value } from '../model/value.ts';

/**
 * One instance of a resource block with its arguments evaluated, in Terraform's own vocabulary: what evaluation
 * and plans give, and what the mapping turns into the model's Resource. Attributes that are null are left out.
 * Nested blocks are always lists of objects, however many there may be.
 */
export interface TerraformResource {
  /** As Terraform prints it: `module.db["a"].aws_db_instance.main[0]`; unknown keys print as `[*]`. */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly body: ObjectValue;
  /** Meta-arguments: `lifecycle`, `depends_on`, `provider`, `provisioner`. */
  readonly meta: ObjectValue;
  readonly exists: 'yes' | 'unknown';
  readonly existsWhen: readonly Assumption[];
  /** Type and name labels of the header. */
  readonly nameSpan: Span;
  readonly span: Span;
  readonly calledFrom: readonly CallSite[];
  readonly provider: ProviderSettings;
  /** False where every default of the provider is already filled in (state): `absent` rows do not apply. */
  readonly applyDefaults: boolean;
  /** A provider block, a module call, settings or a data source. */
  readonly isDeclaration?: true;
}

/** The configuration of the provider that the resource uses, aliases resolved. */
export interface ProviderSettings {
  /** `aws`, `awscc`, `azurerm`. */
  readonly name: string;
  /** From the lock file, else the constraint's lower bound. */
  readonly version?: string;
  readonly defaultTags?: Value;
  readonly region?: Value;
  /** `ignore_tags`: others set these, and the provider leaves them alone. */
  readonly ignoredTags?: ObjectValue;
}
