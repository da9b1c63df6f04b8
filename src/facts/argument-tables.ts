import {
  type CloudFormationType,
  cloudFormationType,
  type PropertyTable,
  propertyAt,
  tableOf,
} from './cloudformation.ts';
import { type LinkRow, type Mapping, mappingOf, type Rows } from './mappings.ts';
import { type ArgumentTable, argumentTable } from './placement.ts';

const resources = new Map<string, ArgumentTable>();

/** Arguments that every resource has and that say nothing about it. */
const COMMON = new Set(['id', 'arn', 'region', 'tags_all', 'timeouts', 'provider', 'depends_on', 'lifecycle']);

/** What the arguments of a resource mean in the CloudFormation type that it becomes. */
export function resourceTable(terraformType: string, mapping: Mapping, type: string): ArgumentTable {
  const key = `${terraformType} ${type}`;
  let table = resources.get(key);
  if (!table) {
    const facts = cloudFormationType(type);
    const root = facts?.properties;
    const at = mapping.at === undefined ? undefined : root?.get(mapping.at)?.shape;
    const properties = at?.kind === 'object' ? at.properties : root;
    const rows = facts?.tags ? { tags: { to: `^${facts.tags.property}` }, ...mapping.rows } : mapping.rows;
    const { within } = mapping;
    table = argumentTable({ rows, properties, root, nameProperty: facts?.nameProperty, within, skip: COMMON });
    resources.set(key, table);
  }
  return table;
}

/** A resource that is written, in whole or as a view, into the properties of another: its rows and where they go. */
export type SatelliteRow = LinkRow & { readonly at?: string; readonly rows: Rows };

/** The satellites of a resource: for each type of parent one, and one for its view. */
export function satelliteRows(mapping: Mapping): readonly SatelliteRow[] {
  const rows = (mapping.into ?? []).map(row => ({ ...row, at: mapping.at, rows: mapping.rows }));
  return mapping.view ? [...rows, { ...mapping.view, rows: mapping.view.rows ?? mapping.rows }] : rows;
}

const satellites = new Map<string, ArgumentTable>();

/** What the arguments of a satellite mean in the type of its parent. */
export function satelliteTable(type: string, row: SatelliteRow): ArgumentTable {
  const key = `${type} ${row.type} ${row.at ?? ''}`;
  let table = satellites.get(key);
  if (!table) {
    const parentType = mappingOf(row.type)?.type;
    const parent = parentType === undefined ? undefined : cloudFormationType(parentType);
    const path = row.at?.replaceAll('[]', '');
    const properties = path === undefined ? parent?.properties : parent && tableAt(parent, path);
    const skip = new Set([...Object.keys(row.link), ...META]);
    table = argumentTable({ rows: without(row.rows, row.link), properties, root: parent?.properties, skip });
    satellites.set(key, table);
  }
  return table;
}

const META = ['id', 'arn', 'region', 'tags', 'tags_all', 'timeouts'];

function tableAt(type: CloudFormationType, path: string): PropertyTable | undefined {
  const fact = propertyAt(type, path);
  return fact && tableOf(fact.shape);
}

/** What names the parent is no property of it. */
function without(rows: Rows, link: LinkRow['link']): Rows {
  return Object.fromEntries(Object.entries(rows).filter(([name]) => !Object.hasOwn(link, name)));
}
