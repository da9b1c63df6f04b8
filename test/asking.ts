import type { Predicate } from '../src/model/predicate.ts';
import type { Dialect } from '../src/model/resource.ts';
import { lineText, regionOf } from '../src/model/source.ts';
import type { Outcome } from '../src/model/verdict.ts';
import { graphOf, input, type Written } from './engine/written.ts';

export interface Asking {
  readonly with?: Record<string, unknown>;
  readonly type?: string;
  readonly dialect?: Dialect;
  readonly choices?: Readonly<Record<string, string | number | boolean>>;
  /** Asks of this property instead of all properties. */
  readonly property?: string;
  /** Further resources of the input. */
  readonly others?: Record<string, Written>;
}

/** Asks a predicate of a resource with these properties. */
export function ask(
  predicate: Predicate | undefined,
  properties: Record<string, unknown>,
  asking: Asking = {},
): Outcome {
  if (!predicate) throw new Error('no such predicate');
  const written = input(
    { It: { type: asking.type, properties }, ...asking.others },
    asking.dialect ? { dialect: asking.dialect } : {},
  );
  const resource = written.resources[0]!;
  const property = asking.property === undefined ? undefined : resource.properties.properties.get(asking.property);
  return predicate({
    resource,
    graph: graphOf(written),
    value: asking.property === undefined ? resource.properties : property?.value,
    property,
    with: asking.with ?? {},
    parameters: {},
    assume: name => asking.choices?.[name],
  });
}

/** The verdict and the text of the line that is reported. */
export function place({ verdict, span }: Outcome): string {
  return `${verdict} at ${lineText(span.file, regionOf(span).line).trim()}`;
}
