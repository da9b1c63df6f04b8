import type { CommentLine } from './comments.ts';
import type { Directive, Scope } from './directive.ts';

/** Reads the directives of one syntax out of a comment; none where it is written otherwise. */
type Syntax = (comment: CommentLine) => readonly Directive[];

/** Every directive in a comment, ours and the other analyzers'. */
export function readComment(comment: CommentLine): readonly Directive[] {
  return SYNTAXES.flatMap(syntax => syntax(comment));
}

const SYNTAXES: readonly Syntax[] = [own, checkov, trivy, kics, tflint, terrascan];

const TERRAFORM = /\.(?:tf|tofu)$/;

const PEERS = 'checkov|trivy|guard|cfn_nag|cdk-nag|cfn-lint|kics|regula|tflint|terrascan|snyk';
const NAME = `(?:(?:${PEERS}):)?[\\w.*?/-]+`;
const OWN = new RegExp(`^lintel-ignore(-file)?(?:\\s+(${NAME}(?:\\s*,\\s*${NAME})*))?\\s*(?::\\s*(.*))?$`, 'i');
const UNTIL = /\s*\(until ([^)]*)\)\s*$/i;

/**
 * `lintel-ignore ID[, ID]: reason (until 2027-01-31)`, `lintel-ignore-file …`; names are missing where it is garbled.
 */
function own(comment: CommentLine): readonly Directive[] {
  if (!/^lintel-ignore(-file)?\b/i.test(comment.text)) return [];
  const match = OWN.exec(comment.text);
  const text = match?.[3] ?? '';
  const expires = UNTIL.exec(text)?.[1];
  const wholeFile = /^lintel-ignore-file\b/i.test(comment.text);
  const scope: Scope = wholeFile ? { kind: 'file', file: comment.file } : lineOf(comment);
  return [directive(comment, 'lintel', names(match?.[2] ?? ''), text.replace(UNTIL, '').trim(), scope, { expires })];
}

/**
 * `checkov:skip=CKV_AWS_20,CKV_AWS_21: reason` inside a block. In templates a list is one id that no check has.
 * https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html
 */
function checkov(comment: CommentLine): readonly Directive[] {
  const match = /(?:checkov|bridgecrew|cortex):skip= *([\w-]+(?:,[\w-]+)*)?(?::(.*))?/.exec(comment.text);
  if (!match) return [];
  const [, list, reason = ''] = match;
  const isTerraform = TERRAFORM.test(comment.file.path);
  const scope: Scope = { kind: 'inside', file: comment.file, line: comment.line, strictly: isTerraform };
  const ids = list === undefined ? ['*'] : isTerraform ? names(list) : [list];
  return [directive(comment, 'checkov', ids, reason.trim(), scope)];
}

/**
 * `trivy:ignore:AWS-0086[a=b]:exp:2027-01-31:ws:prod`, likewise `tfsec:` and `cfsec:`, several separated by blanks.
 * https://trivy.dev/latest/docs/configuration/filtering/
 */
function trivy(comment: CommentLine): readonly Directive[] {
  const words = comment.text.split(/\s+/);
  return words.flatMap(word => {
    const match = /^(tfsec|trivy|cfsec):ignore:([^:[]+)(?:\[([^\]]*)\])?((?::\w+:[^:]+)*)$/i.exec(word);
    if (!match) return [];
    const [, , name, values, rest] = match;
    const settings = new Map(
      [...rest!.matchAll(/:(\w+):([^:]+)/g)].map(([, key, value]) => [key!.toLowerCase(), value!]),
    );
    return [
      directive(
        comment,
        'trivy',
        [name!],
        '',
        { ...lineOf(comment), line: comment.stackedTarget },
        {
          expires: settings.get('exp'),
          workspace: settings.get('ws'),
          values: values === undefined ? undefined : pairs(values),
        },
      ),
    ];
  });
}

/** https://docs.kics.io/latest/running-kics/#using-commands-on-scanned-files-as-comments */
function kics(comment: CommentLine): readonly Directive[] {
  const match = /^kics-scan\s+(ignore-line|ignore-block|ignore|(?:disable|enable)=)(\S*)\s*$/.exec(comment.text);
  if (!match) return [];
  const { file, line } = comment;
  const [, command, list = ''] = match;
  switch (command) {
    case 'ignore-line':
      return [directive(comment, 'kics', ['*'], '', { kind: 'lines', file, first: line, last: line + 1 })];
    case 'ignore-block':
      return [directive(comment, 'kics', ['*'], '', lineOf(comment))];
  }
  if (!isInHead(comment)) return [];
  const scope: Scope = { kind: 'file', file };
  switch (command) {
    case 'ignore':
      return [directive(comment, 'kics', ['*'], '', scope)];
    case 'enable=':
      return [directive(comment, 'kics', ['*'], '', scope, { except: names(list) })];
    default:
      return [directive(comment, 'kics', names(list), '', scope)];
  }
}

/** What is about a whole file stands before everything that is no comment. */
function isInHead({ file, line, start }: CommentLine): boolean {
  if (line > MAX_HEAD) return false;
  return file.text
    .slice(0, start)
    .split('\n')
    .every(above => /^\s*(?:#|\/\/|\/\*|\*|---|$)/.test(above));
}

const MAX_HEAD = 200;

/** https://github.com/terraform-linters/tflint/blob/master/docs/user-guide/annotations.md */
function tflint(comment: CommentLine): readonly Directive[] {
  const match = /^tflint-ignore(-file)?:\s*([^#]+?)\s*(?:#\s*(.*))?$/.exec(comment.text);
  if (!match) return [];
  const listed = names(match[2]!).map(name => (name === 'all' ? '*' : name));
  // TFLint refuses it elsewhere than on the first line.
  if (match[1] && comment.line !== 1) return [];
  const scope: Scope = match[1] ? { kind: 'file', file: comment.file } : lineOf(comment);
  return [directive(comment, 'tflint', listed, match[3] ?? '', scope)];
}

/** `ts:skip=AC_AWS_0207 reason` inside a block, https://runterrascan.io/docs/usage/in-file_instrumentation/. */
function terrascan(comment: CommentLine): readonly Directive[] {
  const match = /\bts:skip=([\w.-]+)\s*(.*)$/.exec(comment.text);
  if (!match) return [];
  const scope: Scope = { kind: 'inside', file: comment.file, line: comment.line };
  return [directive(comment, 'terrascan', [match[1]!], match[2]!.trim(), scope)];
}

function directive(
  comment: CommentLine,
  origin: string,
  ruleNames: readonly string[],
  reason: string,
  scope: Scope,
  more: Partial<Directive> = {},
): Directive {
  const { file, start, end } = comment;
  return { kind: 'inline', origin, names: ruleNames, reason, span: { file, start, end }, scope, ...more };
}

function lineOf({ file, target }: CommentLine): Extract<Scope, { kind: 'line' }> {
  return { kind: 'line', file, line: target };
}

function names(list: string): readonly string[] {
  return list
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
}

function pairs(list: string): readonly (readonly [string, string])[] {
  return list.split(',').map(pair => {
    const at = pair.indexOf('=');
    return at < 0 ? [pair.trim(), ''] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
}
