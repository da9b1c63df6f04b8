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
  /** The same where nothing but further comments of Trivy may stand in between. */
  readonly stackedTarget: number;
}

/** Words without which a file holds no directive: looked for before any line is. */
const MARKER =
  /lintel-ignore|(?:checkov|bridgecrew|cortex):skip=|(?:tfsec|trivy|cfsec):ignore|kics-scan|tflint-ignore|ts:skip=/;
/** A longer comment is no directive. */
const MAX_LENGTH = 2000;

const STACKS = /^\s*(?:#|\/\/|\/\*|\*).*(?:tfsec|trivy|cfsec):ignore:/i;

const HCL = /\.(tf|tofu|tfvars)$/;

/** The comments of a file that may hold a directive, in order. JSON has none. */
export function commentLines(file: SourceFile): readonly CommentLine[] {
  if (file.path.endsWith('.json') || !MARKER.test(file.text)) return [];
  const isHcl = HCL.test(file.path);
  const starts = lineStartsOf(file);
  const comments: CommentLine[] = [];
  const lineAt = (line: number) => (line <= starts.length ? lineText(file, line) : '');
  // From the end: a stack of comments is gone down once.
  const targets = new Map<number, number>();
  const stacked = new Map<number, number>();
  for (let line = starts.length; line >= 1; line--) {
    const text = lineText(file, line);
    if (!MARKER.test(text)) continue;
    const at = commentStart(text, isHcl);
    if (at === undefined) continue;
    const start = starts[line - 1]! + at;
    const isAlone = text.slice(0, at).trim() === '';
    comments.push({
      file,
      line,
      text: text
        .slice(at, at + MAX_LENGTH)
        .replace(/^(?:#+|\/\/+|\/\*+|\*+)/, '')
        .replace(/\*\/\s*$/, '')
        .trim(),
      start,
      end: start + text.slice(at).trimEnd().length,
      target: isAlone ? nextLine(line, targets, below => isCommentOnly(lineAt(below), isHcl)) : line,
      stackedTarget: isAlone ? nextLine(line, stacked, below => STACKS.test(lineAt(below))) : line,
    });
  }
  return comments.reverse();
}

/** The first line below that is not passed over; `known` are those of lines further below. */
function nextLine(line: number, known: Map<number, number>, isPassed: (line: number) => boolean): number {
  let next = line + 1;
  let target: number | undefined;
  while (target === undefined && isPassed(next)) target = known.get(next++);
  known.set(line, target ?? next);
  return target ?? next;
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
