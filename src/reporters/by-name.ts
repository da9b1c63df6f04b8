import { compliance } from './compliance.ts';
import { csv } from './csv.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { rdjson } from './rdjson.ts';
import type { Reporter } from './report.ts';
import { sarif } from './sarif.ts';
import { concise, text } from './text.ts';

/** Every format of `--format`. */
export const reporters: Readonly<Record<string, Reporter>> = {
  compliance,
  concise,
  csv,
  github,
  gitlab,
  html,
  json,
  junit,
  markdown,
  rdjson,
  sarif,
  text,
};
