import type { FileSuppression, InlineSuppressions } from './config.ts';
import { nameGlob, pathGlob } from './globs.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import type { Evaluation, Suppression } from './model/finding.ts';
import type { Input } from './model/input.ts';
import type { Rule } from './model/rule.ts';
import type { SourceFile } from './model/source.ts';
import { answersTo } from './selection.ts';
import { readComment } from './suppressions/comment-syntaxes.ts';
import { commentLines } from './suppressions/comments.ts';
import type { Directive } from './suppressions/directive.ts';
import type { IgnoreFile } from './suppressions/ignore-files/ignore-file.ts';
import { ignoreFileDirectives } from './suppressions/ignore-files.ts';
import { isInScope, type MatchContext } from './suppressions/matching.ts';
import { metadataDirectives } from './suppressions/metadata.ts';
import { usesByRule } from './suppressions/names.ts';
import { isPast, problemsOf, type Use } from './suppressions/problems.ts';

export interface SuppressionOptions extends Omit<InlineSuppressions, 'peerFiles'> {
  /** Suppressions of the configuration. */
  readonly entries?: readonly FileSuppression[];
  /** Other analyzers' files of accepted findings. */
  readonly ignoreFiles?: readonly IgnoreFile[];
  /** ISO date; what expires before does not hold any more. */
  readonly today: string;
  /** Every rule there is, also those that were not asked. */
  readonly allRules: readonly Rule[];
  readonly askedRules: readonly Rule[];
  readonly workspace?: string;
  /** Absolute path of a file, forward slashes. */
  absolute(path: string): string;
}

export interface Suppressed {
  readonly evaluations: readonly Evaluation[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Marks what comments, Metadata and the configuration accept. Failures and unknowns can be accepted; what passes has
 * nothing to accept. Our own suppressions that do nothing, have expired or lack a reason are warned of.
 */
export function suppress(
  evaluations: readonly Evaluation[],
  inputs: readonly Input[],
  options: SuppressionOptions,
): Suppressed {
  const directives = directivesOf(inputs, options);
  if (directives.length === 0) return { evaluations, diagnostics: [] };
  const uses: Use[] = directives.map(directive => ({ directive, used: new Set(), refused: new Set() }));
  const usesOf = usesByRule(uses);
  const context: MatchContext = { absolute: options.absolute, workspace: options.workspace ?? 'default' };
  const find = (evaluation: Evaluation): Suppression | undefined => {
    let found: Suppression | undefined;
    for (const { use, name } of usesOf(evaluation)) {
      const { directive } = use;
      if (!isInScope(directive, evaluation, context)) continue;
      if (isForbidden(directive, evaluation.rule, options)) use.refused.add(name);
      else use.used.add(name);
      if (!found && !use.refused.has(name) && holds(directive, options)) found = suppressionOf(directive);
    }
    return found;
  };
  const judged = evaluations.map(evaluation => {
    if (evaluation.verdict !== 'fail' && evaluation.verdict !== 'unknown') return evaluation;
    const suppression = find(evaluation);
    return suppression ? { ...evaluation, verdict: 'suppressed' as const, suppression } : evaluation;
  });
  return { evaluations: judged, diagnostics: problemsOf(uses, options) };
}

/** Our own first: where several hold, the first is the one that is shown. */
function directivesOf(inputs: readonly Input[], options: SuppressionOptions): readonly Directive[] {
  const fromConfiguration = (options.entries ?? []).map(configured);
  if (options.enabled === false) return fromConfiguration;
  const files = new Set<SourceFile>(inputs.flatMap(input => input.files));
  const comments = [...files].flatMap(commentLines).flatMap(readComment);
  const inFile = (options.ignoreFiles ?? []).flatMap(ignoreFileDirectives);
  const inline = [...comments, ...inputs.flatMap(metadataDirectives), ...inFile].filter(directive =>
    isHonoured(directive, options),
  );
  const isOwn = ({ origin }: Directive) => origin === 'lintel';
  return [...inline.filter(isOwn), ...fromConfiguration, ...inline.filter(directive => !isOwn(directive))];
}

function configured(entry: FileSuppression): Directive {
  const { base, rules, files, resources, reason, until, source } = entry;
  return {
    kind: 'file',
    origin: 'lintel',
    names: rules,
    reason,
    expires: until,
    span: source,
    scope: { kind: 'globs', files: files.map(glob => pathGlob(glob, base)), resources: resources.map(nameGlob) },
  };
}

/** Other analyzers' suppressions, and forms that name no rule, as far as the user wants them. */
function isHonoured(directive: Directive, options: SuppressionOptions): boolean {
  if (directive.origin === 'lintel') return true;
  const { peers = true, withoutId = false } = options;
  if (!(peers === true || (Array.isArray(peers) && peers.includes(directive.origin)))) return false;
  return withoutId || !directive.names.every(name => /^\*+$/.test(name));
}

function holds(directive: Directive, options: SuppressionOptions): boolean {
  if (directive.expires !== undefined && isPast(directive.expires, options.today)) return false;
  const needsReason = directive.origin === 'lintel' && (options.requireReason ?? true);
  return !needsReason || directive.reason !== '';
}

function isForbidden(directive: Directive, rule: Rule, { forbidden = [] }: SuppressionOptions): boolean {
  return (directive.kind !== 'file' || directive.origin !== 'lintel') && forbidden.some(name => answersTo(rule, name));
}

function suppressionOf({ kind, origin, reason, expires, span }: Directive): Suppression {
  return { kind, origin, reason, expires, span };
}
