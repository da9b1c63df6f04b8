import { chosen, type PredicateSubject } from '../model/predicate.ts';
import { listOf, objectOf, type Property, type Value } from '../model/value.ts';
import type { Outcome, Verdict } from '../model/verdict.ts';
import { exactText, type Pattern, patternOf } from './match.ts';
import type { Statement } from './policy.ts';

const PROVIDER = 'token.actions.githubusercontent.com';
const SUBJECT = `${PROVIDER}:sub`;

/** An enterprise can have an issuer of its own: `token.actions.githubusercontent.com/example:sub`. */
const SUBJECT_KEY = /^token\.actions\.githubusercontent\.com(?:\/[^:]+)?:sub$/i;

/** First claims of a customised subject that any repository on GitHub can set to what it likes. */
const CHOSEN_BY_ANYBODY = /^(?:workflow|environment|ref|context|head_ref|base_ref|job_workflow_ref:\*)/;

/**
 * Passes where a statement does not trust GitHub's identity provider, or limits the subject to an organisation's
 * repositories, https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments.
 */
export function githubSubjectRestricted(statement: Statement, subject: PredicateSubject): Outcome {
  const { span } = statement;
  if (statement.allows === 'fail' || !trustsGitHub(statement))
    return { verdict: 'pass', span, reason: 'GitHub is not trusted' };
  const tests = subjectTests(statement.condition?.value, subject);
  if (!tests) return { verdict: 'unknown', span, reason: 'the condition is not known' };
  let worst: Outcome | undefined;
  for (const { property, patterns } of tests) {
    for (const pattern of patterns) {
      const verdict = namesOrganisation(pattern);
      const reason = `${SUBJECT} is ${exactText(pattern) ?? 'known in part'}`;
      if (verdict === 'fail') return { verdict, span: property.span, reason };
      if (verdict === 'unknown')
        worst = {
          verdict,
          span: property.span,
          reason: `${SUBJECT} depends on ${pattern.missing ?? 'what is not in the files'}`,
        };
    }
  }
  if (worst) return worst;
  if (tests.length === 0) return { verdict: 'fail', span, reason: `no condition is on ${SUBJECT}` };
  return { verdict: 'pass', span, reason: 'the subject is limited' };
}

function trustsGitHub(statement: Statement): boolean {
  const federated = statement.principal?.kinds.get('Federated');
  return (
    federated?.patterns.some(({ pieces }) =>
      pieces.some(piece => typeof piece === 'string' && piece.includes(PROVIDER)),
    ) ?? false
  );
}

/** The values that conditions ask of the subject; undefined where a condition is not known. */
function subjectTests(
  condition: Value | undefined,
  subject: PredicateSubject,
): { property: Property; patterns: Pattern[] }[] | undefined {
  const operators = chosen(condition, subject);
  if (!operators) return [];
  const object = objectOf(operators);
  if (!object || object.open) return undefined;
  const tests: { property: Property; patterns: Pattern[] }[] = [];
  for (const [operator, { value }] of object.properties) {
    if (!/^(?:ForAnyValue:|ForAllValues:)?String(?:Equals|Like|EqualsIgnoreCase)$/i.test(operator)) continue;
    for (const [key, property] of objectOf(chosen(value, subject))?.properties ?? []) {
      if (!SUBJECT_KEY.test(key)) continue;
      const given = chosen(property.value, subject);
      const items = listOf(given)?.items ?? (given ? [given] : []);
      tests.push({
        property,
        patterns: items.flatMap(item => patternOf(chosen(item, subject) ?? item, subject) ?? []),
      });
    }
  }
  return tests;
}

/** `repo:example/…`: the organisation is written out. A hole inside the name is in doubt. */
function namesOrganisation(pattern: Pattern): Verdict {
  const text = exactText(pattern);
  if (text !== undefined) {
    if (/^repo:[^*?/:]+\/./.test(text)) return 'pass';
    if (/^(?:repository_owner|repository_owner_id|repository|repository_id|enterprise|actor_id):[^*?]/.test(text))
      return 'pass';
    return CHOSEN_BY_ANYBODY.test(text) || /^[^:]*[*?]/.test(text) || /^repo:/.test(text) || !text.includes(':')
      ? 'fail'
      : 'pass';
  }
  const [first] = pattern.pieces;
  return typeof first === 'string' && /^repo:[^*?/:]+\//.test(first) ? 'pass' : 'unknown';
}
