import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { type Document, isMap, isNode, isPair, LineCounter, parseDocument } from 'yaml';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Rule, RuleExamples } from '../model/rule.ts';
import { type SourceFile, type Span, startOf } from '../model/source.ts';
import { compileRule } from './compile.ts';
import { schemaProblems } from './rule-schema.ts';

/** A rule file that was read and found right. */
export interface RuleFile {
  readonly file: SourceFile;
  readonly rule: Rule;
  readonly examples: RuleExamples;
}

const MAX_SIZE = 1_000_000;
const MAX_FOLDERS = 20;

/** Reads all rule files below a directory, in the order of their paths. A rule id may occur once. */
export function readRuleFolder(directory: string): { files: RuleFile[]; diagnostics: Diagnostic[] } {
  const files: RuleFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const byId = new Map<string, RuleFile>();
  for (const path of ruleFilesBelow(directory, 0)) {
    const read = readRuleFile({ path: shownPath(path), text: textOf(path) }, basename(dirname(resolve(path))));
    diagnostics.push(...read.diagnostics);
    if (!read.ruleFile) continue;
    const other = byId.get(read.ruleFile.rule.id);
    if (other) {
      diagnostics.push(
        problem(
          startOf(read.ruleFile.file),
          `the rule ${other.rule.id} is already in ${other.file.path}`,
          'Give one of them another id.',
        ),
      );
      continue;
    }
    byId.set(read.ruleFile.rule.id, read.ruleFile);
    files.push(read.ruleFile);
  }
  return { files, diagnostics };
}

/** Reads one rule file. The service is the name of its folder. */
export function readRuleFile(file: SourceFile, service: string): { ruleFile?: RuleFile; diagnostics: Diagnostic[] } {
  const document = parseDocument(file.text, { lineCounter: new LineCounter(), prettyErrors: false });
  if (document.errors.length > 0) {
    const diagnostics = document.errors.map(({ message, pos: [start, end] }) => problem({ file, start, end }, message));
    return { diagnostics };
  }
  const data: unknown = document.toJS();
  const problems = schemaProblems(data);
  if (problems.length > 0) {
    const diagnostics = problems.map(({ path, key, message, advice }) =>
      problem(spanAt(document, path, key, file), message, advice),
    );
    return { diagnostics };
  }
  const { rule, examples } = ruleOf(data as RuleData, service);
  const name = basename(file.path, extname(file.path));
  if (rule.id !== name) {
    const span = spanAt(document, ['id'], undefined, file);
    return {
      diagnostics: [
        problem(
          span,
          `the id ${rule.id} is not the file's name`,
          `Call the rule ${name}, or the file ${rule.id}.yaml.`,
        ),
      ],
    };
  }
  try {
    compileRule(rule);
  } catch (error) {
    const span = spanAt(document, ['require'], undefined, file);
    return {
      diagnostics: [
        problem(span, `the rule ${rule.id} cannot be used: ${(error as Error).message}`, 'See docs/rule-language.md.'),
      ],
    };
  }
  return { ruleFile: { file, rule, examples }, diagnostics: [] };
}

type RuleData = Omit<Partial<Rule>, 'each'> &
  Pick<
    Rule,
    'id' | 'title' | 'severity' | 'category' | 'resources' | 'message' | 'rationale' | 'remediation' | 'require'
  > & {
    readonly each?: string | readonly string[];
    readonly examples: RuleExamples;
  };

/** Puts in what a rule file may leave out. */
function ruleOf({ examples, each, ...data }: RuleData, service: string): { rule: Rule; examples: RuleExamples } {
  const rule: Rule = {
    service,
    scope: 'resource',
    references: [],
    aliases: [],
    frameworks: {},
    profile: null,
    parameters: {},
    ...data,
    rationale: data.rationale.trim(),
    remediation: data.remediation.trim(),
  };
  return { rule: each === undefined ? rule : { ...rule, each: [each].flat() }, examples };
}

function problem(span: Span, message: string, advice?: string): Diagnostic {
  return { code: 'rule-invalid', message, advice, span, severity: 'error' };
}

/** Where a key or value of the document stands; the deepest part that is there. */
function spanAt(
  document: Document,
  path: readonly (string | number)[],
  key: string | undefined,
  file: SourceFile,
): Span {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    const pair = isMap(node) && key !== undefined ? node.items.find(item => String(item.key) === key) : undefined;
    const found = isPair(pair) ? pair.key : node;
    if (isNode(found) && found.range) return { file, start: found.range[0], end: found.range[1] };
  }
  return startOf(file);
}

function ruleFilesBelow(directory: string, depth: number): string[] {
  if (depth > MAX_FOLDERS || !existsSync(directory)) return [];
  const entries = readdirSync(directory, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap(entry => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return ruleFilesBelow(path, depth + 1);
    return /\.ya?ml$/.test(entry.name) && statSync(path).size <= MAX_SIZE ? [path] : [];
  });
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
}

function shownPath(path: string): string {
  return relative('', path).replaceAll('\\', '/') || path;
}
