import type { Log, ReportingDescriptor, Result, Run } from 'sarif';
import { contentPart, type Evaluation, type ScanResult } from '../model/finding.ts';
import type { Rule } from '../model/rule.ts';
import { shownFix } from './fixes.ts';
import { type Finding, groupInstances, otherAddresses } from './grouping.ts';
import {
  bySeverityThenPlace,
  compareText,
  errorsOf,
  findingsOf,
  HOMEPAGE,
  levelOf,
  plural,
  type ReportContext,
} from './report.ts';
import { pathFromRoot, type Repository } from './repository.ts';
import { descriptorOf } from './sarif/descriptor.ts';
import { sarifFix } from './sarif/fixes.ts';
import { lineHash } from './sarif/line-hash.ts';
import { anchorOf, codeFlows, locationIn, relatedLocations, uriOf } from './sarif/locations.ts';
import { notificationsOf } from './sarif/notifications.ts';
import { frameworkReferences, taxonomiesOf } from './sarif/taxonomies.ts';
import { withStop } from './sentences.ts';

/** What GitHub takes in one run; it shows the first 5,000. */
export const MAX_RESULTS = 25_000;

/**
 * SARIF 2.1.0 for GitHub code scanning: one run, findings only, since GitHub takes every result for an open alert. With
 * `sarifFull` also what passed, is unknown or suppressed, for tools that read `kind` and `suppressions`.
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function sarif(result: ScanResult, context: ReportContext): string {
  const repository: Repository = context;
  const evaluations = context.sarifFull ? result.evaluations : findingsOf(result, context);
  const uris = new Map(result.files.map(({ path }) => [path, uriOf(path, repository)]));
  const pathOf = (path: string) => uris.get(path) ?? uriOf(path, repository);
  const sorted = [...evaluations].sort((a, b) => bySeverityThenPlace(a, b, pathOf));
  const findings = groupInstances(sorted, evaluation => anchorOf(evaluation, repository).region.startLine);
  const kept = findings.slice(0, MAX_RESULTS);
  const rules = [...result.rules].sort((a, b) => compareText(a.id, b.id));
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const identify = identities();
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      run(
        result,
        rules,
        kept.map(finding => resultOf(finding, indexes, repository, context, identify)),
        findings.length,
        context,
      ),
    ],
  };
  return printLog(log);
}

/** One rule and one result a line: a third of the size of indented JSON, and still fit for a diff. */
export function printLog(log: Log): string {
  const { runs, ...head } = log;
  const { tool, results, ...rest } = runs[0]!;
  const { rules, ...driver } = tool.driver;
  const driverText = `${JSON.stringify(driver).slice(0, -1)},"rules":${lines(rules!)}}`;
  const runText = `{"tool":{"driver":${driverText}},\n${JSON.stringify(rest).slice(1, -1)},\n"results":${lines(results!)}}`;
  return `${JSON.stringify(head).slice(0, -1)},"runs":[\n${runText}]}\n`;
}

function lines(items: readonly object[]): string {
  return items.length === 0 ? '[]' : `[\n${items.map(item => JSON.stringify(item)).join(',\n')}\n]`;
}

function run(
  result: ScanResult,
  rules: readonly Rule[],
  results: Result[],
  total: number,
  context: ReportContext,
): Run {
  const repository: Repository = context;
  const notifications = notificationsOf(result.diagnostics, repository);
  if (results.length < total) notifications.push(trimmed(results.length, total));
  const taxonomies = taxonomiesOf(rules);
  const descriptors: ReportingDescriptor[] = rules.map(rule => ({
    ...descriptorOf(rule),
    relationships: frameworkReferences(rule),
  }));
  return {
    tool: {
      driver: {
        name: 'lintel',
        version: context.version,
        semanticVersion: context.version,
        informationUri: HOMEPAGE,
        rules: descriptors,
        supportedTaxonomies: taxonomies.map(({ name }, index) => ({ name, index })),
      },
    },
    ...(context.category === undefined ? {} : { automationDetails: { id: `${context.category}/` } }),
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    invocations: [{ executionSuccessful: errorsOf(result).length === 0, toolExecutionNotifications: notifications }],
    taxonomies,
    results,
  };
}

function resultOf(
  finding: Finding,
  indexes: ReadonlyMap<string, number>,
  repository: Repository,
  context: ReportContext,
  identify: Identify,
): Result {
  const { first } = finding;
  const anchor = anchorOf(first, repository);
  const related = relatedLocations(first, repository);
  const flows = codeFlows(first, repository);
  const links = related.map(({ id, message }) => `[${escapeLink(message!.text!)}](${id})`);
  const hash = lineHash(anchor.file, anchor.region.startLine);
  const fix = first.verdict === 'fail' ? shownFix(first) : undefined;
  return {
    ruleId: first.rule.id,
    ruleIndex: indexes.get(first.rule.id)!,
    level: first.verdict === 'fail' || context.strict ? levelOf(first.severity) : 'none',
    ...(context.sarifFull ? fullProperties(first) : {}),
    message: { text: messageOf(finding, anchor.moved, links, repository) },
    locations: [locationIn(anchor, first)],
    ...(related.length > 0 ? { relatedLocations: related } : {}),
    ...(flows.length > 0 ? { codeFlows: flows } : {}),
    ...(fix ? { fixes: [sarifFix(fix, repository)] } : {}),
    partialFingerprints: {
      ...(hash === undefined ? {} : { primaryLocationLineHash: hash }),
      'lintelFinding/v1': identify(first, anchor.uri),
    },
  };
}

type Identify = (evaluation: Evaluation, uri: string) => string;

/** Fingerprints are numbered where they are alike, in an order in which all files have a part; here, in each file. */
function identities(): Identify {
  const counts = new Map<string, number>();
  return ({ fingerprint }, uri) => {
    const base = contentPart(fingerprint);
    const count = (counts.get(`${base} ${uri}`) ?? 0) + 1;
    counts.set(`${base} ${uri}`, count);
    return count === 1 ? base : `${base}:${count}`;
  };
}

/** The first sentence says what is wrong with which resource; it is all that is shown where space is short. */
function messageOf(
  finding: Finding,
  moved: string | undefined,
  links: readonly string[],
  repository: Repository,
): string {
  const { message, because, when } = finding.first;
  const sentences = [message, because].map(text => withPathFromRoot(text, finding.first, repository));
  if (when.length > 0)
    sentences.push(`Holds when ${when.map(({ name, value }) => `${name} is ${value}`).join(' and ')}`);
  const others = otherAddresses(finding);
  if (others.length > 0) sentences.push(`Also ${plural(others.length, 'other instance')}: ${named(others)}`);
  if (moved !== undefined) sentences.push(`Declared in ${moved}, outside this repository`);
  if (links.length > 0) sentences.push(`See ${links.join(', ')}`);
  return sentences
    .filter(sentence => sentence !== '')
    .map(withStop)
    .join(' ');
}

/** What is said of a whole input names it; the file must not tell from where lintel was run. */
function withPathFromRoot(text: string, { resource, input }: Evaluation, repository: Repository): string {
  if (resource !== null) return text;
  const path = pathFromRoot(input.path, repository) || '.';
  const name = input.path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![^ ])${name}(?![^ ])`, 'g'), () => path);
}

const MAX_NAMED = 10;

function named(addresses: readonly string[]): string {
  const listed = addresses.slice(0, MAX_NAMED).join(', ');
  return addresses.length > MAX_NAMED ? `${listed} and ${addresses.length - MAX_NAMED} more` : listed;
}

/** What GitHub does not read, and would mislead it. */
function fullProperties(evaluation: Evaluation): Partial<Result> {
  const { verdict, suppression } = evaluation;
  switch (verdict) {
    case 'pass':
      return { kind: 'pass', level: 'none' };
    case 'unknown':
      return { kind: 'open', level: 'none' };
    case 'fail':
      return { kind: 'fail' };
    case 'suppressed':
      return {
        kind: 'fail',
        level: levelOf(evaluation.severity),
        ...(suppression!.kind === 'baseline' ? { baselineState: 'unchanged' as const } : {}),
        suppressions: [
          {
            kind: suppression!.kind === 'inline' || suppression!.kind === 'metadata' ? 'inSource' : 'external',
            status: 'accepted',
            ...(suppression!.reason === '' ? {} : { justification: suppression!.reason }),
          },
        ],
      };
  }
}

function trimmed(kept: number, total: number) {
  const text = `Only the ${kept} most severe of ${total} results are listed: code scanning takes no more in one run.`;
  return { level: 'warning' as const, message: { text }, descriptor: { id: 'too-many-results' } };
}

function escapeLink(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}
