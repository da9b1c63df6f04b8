import type { SourceFile } from '../model/source.ts';
import { parseJson } from '../parse/json.ts';
import type { ParsedDocuments } from '../parse/syntax.ts';
import { parseYaml } from '../parse/yaml.ts';

/** JSON where the text starts like it, YAML otherwise; YAML's flow mappings start like JSON, too. */
export function parseTemplate(file: SourceFile): ParsedDocuments {
  if (!/^\s*[{[]/.test(file.text)) return parseYaml(file);
  const json = parseJson(file);
  if (json.diagnostics.length === 0 || file.path.toLowerCase().endsWith('.json')) return json;
  const yaml = parseYaml(file);
  return yaml.diagnostics.some(({ severity }) => severity === 'error') ? json : yaml;
}
