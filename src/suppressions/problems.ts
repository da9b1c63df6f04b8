import type { Diagnostic } from '../model/diagnostic.ts';
import type { Rule } from '../model/rule.ts';
import { didYouMean } from '../nearest.ts';
import { answersTo } from '../selection.ts';
import type { Directive } from './directive.ts';

/** What became of a directive, by the names in it. */
export interface Use {
  readonly directive: Directive;
  readonly used: Set<string>;
  /** Met a finding of a rule that may not be suppressed. */
  readonly refused: Set<string>;
}

export interface ProblemContext {
  readonly today: string;
  readonly allRules: readonly Rule[];
  readonly askedRules: readonly Rule[];
  readonly requireReason?: boolean;
}

/** Warnings about our own suppressions; those of other analyzers are theirs to warn of. */
export function problemsOf(uses: readonly Use[], context: ProblemContext): readonly Diagnostic[] {
  return uses.filter(({ directive }) => directive.origin === 'lintel').flatMap(use => problemsOfOne(use, context));
}

function problemsOfOne({ directive, used, refused }: Use, context: ProblemContext): readonly Diagnostic[] {
  const { names, reason, expires } = directive;
  if (names.length === 0) {
    const advice = 'Write `lintel-ignore ID[, ID]: the reason`.';
    return [warning(directive, 'suppression-syntax', 'This suppression names no rule, or cannot be read', advice)];
  }
  if (expires !== undefined && !isDate(expires)) {
    const message = `This suppression does not hold: ${JSON.stringify(expires)} is no date`;
    return [warning(directive, 'suppression-date', message, 'Write it as (until 2027-01-31).')];
  }
  if (expires !== undefined && isPast(expires, context.today)) {
    const message = `The suppression of ${names.join(', ')} expired on ${expires}`;
    return [warning(directive, 'suppression-expired', message, 'Mend what it is about, or set a new date.')];
  }
  if (reason === '' && (context.requireReason ?? true)) {
    const message = `The suppression of ${names.join(', ')} does not hold: it gives no reason`;
    return [warning(directive, 'suppression-without-reason', message, 'Write the reason after a colon.')];
  }
  return names.flatMap(name => {
    if (refused.has(name)) {
      const advice = 'The configuration forbids it (inlineSuppressions.forbidden).';
      return [warning(directive, 'suppression-forbidden', `${name} may not be suppressed here`, advice)];
    }
    return used.has(name) ? [] : unusedName(directive, name, context);
  });
}

function unusedName(
  directive: Directive,
  name: string,
  { allRules, askedRules }: ProblemContext,
): readonly Diagnostic[] {
  if (!allRules.some(rule => answersTo(rule, name))) {
    const ids = allRules.map(({ id }) => id);
    const message = `There is no rule ${name}`;
    return [
      warning(directive, 'suppression-unknown-rule', message, didYouMean(name, ids).trim() || 'See `lintel rules`.'),
    ];
  }
  // A rule that was not asked may well have something to say.
  if (!askedRules.some(rule => answersTo(rule, name))) return [];
  return [
    warning(
      directive,
      'suppression-unused',
      `The suppression of ${name} suppresses nothing`,
      'Remove it, or put it on the line of the finding or above its block.',
    ),
  ];
}

function warning(directive: Directive, code: string, message: string, advice: string): Diagnostic {
  return { code, message, advice, span: directive.span, severity: 'warning' };
}

/** The last day counts. What is no date counts as past. */
export function isPast(date: string, today: string): boolean {
  return !isDate(date) || date < today;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
