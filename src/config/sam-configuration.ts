/** The parameter overrides of a configuration of AWS SAM by environment; undefined of one that overrides none. */
export type SamEnvironments = ReadonlyMap<string, Record<string, string> | undefined>;

/**
 * What is overridden in an environment. Where the file has none of this name, or none is named, `default`, else the
 * first one that overrides anything; undefined where there is none.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-config.html
 */
export function overridesOf(environments: SamEnvironments, name?: string): Record<string, string> | undefined {
  if (name !== undefined && environments.has(name)) return environments.get(name) ?? {};
  return environments.get('default') ?? [...environments.values()].find(overrides => overrides !== undefined);
}

/** Of samconfig.toml: `[prod.deploy.parameters]`; what stands before all tables has an empty name. */
export function tomlEnvironments(toml: string): SamEnvironments {
  const environments = new Map<string, Record<string, string> | undefined>();
  for (const table of toml.split(/^[ \t]*\[(?=[^\]\n]*\][ \t]*(?:#.*)?$)/m)) {
    const header = /^[ \t]*"?([\w-]+)"?[ \t]*\.[^\]\n]*\]/.exec(table);
    const assigned = OVERRIDES.exec(table)?.[1];
    if (!header && assigned === undefined) continue;
    const name = header?.[1] ?? '';
    const overrides = assigned === undefined ? undefined : overriddenBy(textsIn(assigned));
    environments.set(name, environments.get(name) ?? overrides);
  }
  return environments;
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
export function overriddenBy(texts: readonly string[]): Record<string, string> {
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
