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
import { lookupOf, type NamedUse } from './suppressions/lookup.ts';
import { isInScope, type MatchContext } from './suppressions/matching.ts';
import { metadataDirectives } from './suppressions/metadata.ts';
import { isPast, problemsOf, type Use } from './suppressions/problems.ts';
import { trivyNames, trivyNumber } from './suppressions/trivy-names.ts';
import { trivyIgnoreDirectives } from './suppressions/trivyignore.ts';

export interface SuppressionOptions extends InlineSuppressions {
  /** Suppressions of the configuration. */
  readonly entries?: readonly FileSuppression[];
  /** The `.trivyignore` of the repository. */
  readonly trivyIgnore?: SourceFile;
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
  const inFile = options.trivyIgnore ? trivyIgnoreDirectives(options.trivyIgnore) : [];
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

/** The directives that can be about an evaluation; those that name its rule are found once. */
function usesByRule(uses: readonly Use[]): (evaluation: Evaluation) => readonly NamedUse[] {
  const known = new Map<Rule, (evaluation: Evaluation) => readonly NamedUse[]>();
  const namedBy = (use: Use, rule: Rule) =>
    use.directive.names.flatMap(name => (means(use.directive, name, rule) ? [{ use, name }] : []));
  return evaluation => {
    const { rule } = evaluation;
    const lookup = known.get(rule) ?? lookupOf(uses.flatMap(use => namedBy(use, rule)));
    known.set(rule, lookup);
    return lookup(evaluation);
  };
}

function means({ origin }: Directive, name: string, rule: Rule): boolean {
  return origin === 'lintel' ? answersTo(rule, name) : peerMeans(origin, name, rule);
}

function peerMeans(origin: string, name: string, rule: Rule): boolean {
  const ids = rule.aliases.filter(alias => alias.startsWith(`${origin}:`)).map(alias => alias.slice(origin.length + 1));
  if (name.includes('*')) {
    const names = origin === 'trivy' ? ids.flatMap(id => [id, ...trivyNames(id)]) : ids;
    return /^\*+$/.test(name) || names.some(id => nameGlob(name).test(id));
  }
  const written = name.toLowerCase().replace(/^avd-/, '');
  const wanted = origin === 'trivy' ? trivyNumber(written) : written;
  return ids.some(id => id.toLowerCase() === wanted);
}

function suppressionOf({ kind, origin, reason, expires, span }: Directive): Suppression {
  return { kind, origin, reason, expires, span };
}
