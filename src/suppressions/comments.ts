import { lineStartsOf, lineText, type SourceFile } from '../model/source.ts';

/** A comment that may hold a directive, one line of it. */
export interface CommentLine {
  readonly file: SourceFile;
  /** 1-based. */
  readonly line: number;
  /** Without what starts it: `#`, `//`, `/*`, `*`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The line that a directive on the line itself or on the line above is about. */
  readonly target: number;
}

/** Words without which a file holds no directive: looked for before any line is. */
const MARKER =
  /lintel-ignore|(?:checkov|bridgecrew|cortex):skip=|(?:tfsec|trivy|cfsec):ignore|kics-scan|tflint-ignore|ts:skip=/;
const HCL = /\.(tf|tofu|tfvars)$/;

/** The comments of a file that may hold a directive, in order. JSON has none. */
export function commentLines(file: SourceFile): readonly CommentLine[] {
  if (file.path.endsWith('.json') || !MARKER.test(file.text)) return [];
  const isHcl = HCL.test(file.path);
  const starts = lineStartsOf(file);
  const comments: CommentLine[] = [];
  for (let line = 1; line <= starts.length; line++) {
    const text = lineText(file, line);
    if (!MARKER.test(text)) continue;
    const at = commentStart(text, isHcl);
    if (at === undefined) continue;
    const start = starts[line - 1]! + at;
    comments.push({
      file,
      line,
      text: text
        .slice(at)
        .replace(/^(?:#+|\/\/+|\/\*+|\*+)/, '')
        .replace(/\*\/\s*$/, '')
        .trim(),
      start,
      end: start + text.slice(at).trimEnd().length,
      target: text.slice(0, at).trim() === '' ? nextLine(file, line, isHcl) : line,
    });
  }
  return comments;
}

/** The first line below that is more than a comment. */
function nextLine(file: SourceFile, line: number, isHcl: boolean): number {
  const last = lineStartsOf(file).length;
  let next = line + 1;
  while (next <= last && isCommentOnly(lineText(file, next), isHcl)) next++;
  return next;
}

function isCommentOnly(text: string, isHcl: boolean): boolean {
  const at = commentStart(text, isHcl);
  return at !== undefined && text.slice(0, at).trim() === '';
}

/** Where the comment of a line starts; undefined where it has none. A `#` in quotes starts none. */
export function commentStart(line: string, isHcl: boolean): number | undefined {
  if (isHcl && /^\s*\*/.test(line)) return line.indexOf('*');
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const character = line[i]!;
    if (quote !== '') {
      if (character === '\\' && quote === '"') i++;
      else if (character === quote) quote = '';
    } else if (character === '"' || (character === "'" && !isHcl && !/\w/.test(line[i - 1] ?? ''))) {
      quote = character;
    } else if (character === '#' && (isHcl || i === 0 || /\s/.test(line[i - 1]!))) {
      return i;
    } else if (isHcl && character === '/' && /[/*]/.test(line[i + 1] ?? '')) {
      return i;
    }
  }
  return undefined;
}
