import type { Mapping } from '../../facts/mappings.ts';
import type { Resource } from '../../model/resource.ts';
import type { ObjectValue } from '../../model/value.ts';
import type { TerraformResource } from '../resource.ts';
import type { Draft } from './draft.ts';

/** A Terraform resource on its way, with the resources that it becomes: none for a satellite, or several. */
export interface Unit {
  readonly resource: TerraformResource;
  /** Undefined: it keeps its own type and names. */
  readonly mapping: Mapping | undefined;
  /** Its arguments with defaults, default tags and converted references. */
  readonly body: ObjectValue;
  readonly parts: Part[];
  readonly satellites: NonNullable<Resource['satellites']>[number][];
}

/** The unit of a resource of this input, made when it is first asked for. */
export type UnitOf = (resource: TerraformResource) => Unit;

export interface Part {
  readonly id: string;
  readonly type: string;
  readonly properties: Draft;
  readonly partial?: true;
}
