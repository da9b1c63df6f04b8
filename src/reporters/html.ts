import type { Evaluation, ScanResult } from '../model/finding.ts';
import { groupBy } from '../model/groups.ts';
import { SEVERITIES } from '../model/rule.ts';
import { regionOf } from '../model/source.ts';
import { actionsOf, addressesOf, evaluationsBy, READINESS, rate, tallyOf } from './aggregate.ts';
import { codeFrame } from './code-frame.ts';
import { type Finding, groupInstances, otherAddresses } from './grouping.ts';
import { byPlace, countVerdicts, errorsOf, findingsOf, type ReportContext } from './report.ts';

/** Of what passes: more is in the other formats. */
const MAX_EVIDENCE = 5;

/** One static page without scripts, for people who have no terminal: what to do first, then everything else. */
export function html(result: ScanResult, context: ReportContext): string {
  const findings = groupInstances([...findingsOf(result, context)].sort((a, b) => byPlace(a, b)));
  const body = [
    head(result),
    section('What to do first', actionTable(result.evaluations)),
    section('Findings', findingsByRule(findings)),
    section(
      'Not analysed',
      list(
        errorsOf(result).map(({ span, message }) => `${place(span.file.path, regionOf(span).line)} ${text(message)}`),
      ),
    ),
    section('By area', areaTable(result.evaluations)),
    section('By framework', frameworkTable(result.evaluations)),
    section(
      'Unknown',
      evaluationList(result.evaluations, 'unknown', ({ because }) => because),
    ),
    section(
      'Suppressed',
      evaluationList(
        result.evaluations,
        'suppressed',
        ({ suppression }) => `${suppression!.origin}: ${suppression!.reason}`,
      ),
    ),
    section('Compliant', compliantTable(result.evaluations)),
  ];
  return `<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>lintel</title><style>${STYLE}</style></head>\n<body>\n${body.join('\n')}\n</body>\n</html>\n`;
}

function head(result: ScanResult): string {
  const { rating, score, production_ready, reasons } = rate(result.evaluations);
  const counts = countVerdicts(result.evaluations);
  const severities = [...SEVERITIES]
    .reverse()
    .map(severity => `<li class="${severity}"><b>${counts.bySeverity[severity]}</b> ${severity}</li>`);
  const verdict = production_ready ? 'Ready for production.' : `Not ready for production: ${reasons.join('; ')}.`;
  return `<h1>lintel <span class="rating">${rating}</span></h1>
<p>${score.toFixed(1)} % of what was decided passes. ${text(verdict)}</p>
<p class="dim">Ready is what has no critical and no high finding and passes at least ${READINESS.percentage} %.</p>
<ul class="counts">${severities.join('')}<li><b>${counts.pass}</b> passed</li><li><b>${counts.unknown}</b> unknown</li><li><b>${counts.suppressed}</b> suppressed</li></ul>`;
}

/** The most severe rules first; of one rule all places together, with the advice said once. */
function findingsByRule(findings: readonly Finding[]): string {
  const byRule = groupBy(findings, ({ first }) => first.rule.id);
  const rank = ([finding]: readonly Finding[]) => SEVERITIES.indexOf(finding!.first.severity);
  return [...byRule.values()]
    .sort((a, b) => rank(b) - rank(a))
    .map(ruleArticle)
    .join('\n');
}

function ruleArticle(findings: readonly Finding[]): string {
  const { rule, severity } = findings[0]!.first;
  const controls = Object.entries(rule.frameworks).map(([name, ids]) => `${name} ${ids.join(', ')}`);
  return `<details${SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf('high') ? ' open' : ''}><summary><span class="badge ${severity}">${severity}</span> ${text(rule.title)} <code>${text(rule.id)}</code> (${findings.length})</summary>
<p>${text(rule.rationale)}</p>
<p><b>What to do:</b> ${text(rule.remediation)}</p>
${controls.length > 0 ? `<p class="dim">${text(controls.join(' · '))}</p>` : ''}
${findings.map(findingBlock).join('\n')}
</details>`;
}

function findingBlock(finding: Finding): string {
  const { rule, span, message, because, when } = finding.first;
  const lines = codeFrame(span, rule.category === 'secrets').map(
    ({ gutter, text: code, kind }) => `<span class="${kind}">${text(`${gutter} | ${code}`)}</span>`,
  );
  const others = otherAddresses(finding);
  const facts = [because, ...when.map(({ name, value }) => `when ${name} is ${value}`)];
  if (others.length > 0) facts.push(`also ${others.join(', ')}`);
  return `<div class="finding"><p><b>${text(message)}</b> ${place(span.file.path, regionOf(span).line)}<br>${text(facts.join('; '))}</p><pre>${lines.join('\n')}</pre></div>`;
}

/** One line a check, by priority: what it is, how often, and what to do. */
function actionTable(evaluations: readonly Evaluation[]): string {
  const rows = actionsOf(evaluations).map(({ priority, first: { rule, severity }, count }) => {
    const cells = [priority, `<span class="badge ${severity}">${severity}</span>`, text(rule.title)];
    return `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}<td class="number">${count}</td><td>${text(rule.remediation)}</td></tr>`;
  });
  const head =
    '<tr><th>priority</th><th>severity</th><th>what is to hold</th><th>findings</th><th>what to do</th></tr>';
  return rows.length === 0 ? '' : `<table>${head}${rows.join('\n')}</table>`;
}

function areaTable(evaluations: readonly Evaluation[]): string {
  const rows = evaluationsBy(evaluations, ({ rule }) => [rule.category]).map(([area, group]) => tallyRow(area, group));
  return rows.length === 0 ? '' : table('area', rows);
}

function frameworkTable(evaluations: readonly Evaluation[]): string {
  const rows = evaluationsBy(evaluations, ({ rule }) => Object.keys(rule.frameworks)).map(([name, group]) =>
    tallyRow(name, group),
  );
  return rows.length === 0 ? '' : table('framework', rows);
}

function compliantTable(evaluations: readonly Evaluation[]): string {
  const passed = evaluations.filter(({ verdict }) => verdict === 'pass');
  const rows = evaluationsBy(passed, ({ rule }) => [rule.title]).map(([title, group]) => {
    const reasons = [...new Set(group.map(({ because }) => because))];
    const evidence = [...reasons.slice(0, MAX_EVIDENCE), ...(reasons.length > MAX_EVIDENCE ? ['…'] : [])];
    const cells = [title, addressesOf(group).join(', '), evidence.join('; ')];
    return `<tr>${cells.map(cell => `<td>${text(cell)}</td>`).join('')}</tr>`;
  });
  const header = '<tr><th>what holds</th><th>where</th><th>evidence</th></tr>';
  return rows.length === 0 ? '' : `<table>${header}${rows.join('')}</table>`;
}

function tallyRow(name: string, group: readonly Evaluation[]): string {
  const { compliant, non_compliant, insufficient_data, percentage } = tallyOf(group);
  const cells = [compliant, non_compliant, insufficient_data, `${percentage.toFixed(1)} %`];
  return `<tr><td>${text(name)}</td>${cells.map(cell => `<td class="number">${cell}</td>`).join('')}</tr>`;
}

function table(name: string, rows: readonly string[]): string {
  return `<table><tr><th>${name}</th><th>passed</th><th>failed</th><th>unknown</th><th>share</th></tr>${rows.join('')}</table>`;
}

function evaluationList(
  evaluations: readonly Evaluation[],
  verdict: Evaluation['verdict'],
  describe: (evaluation: Evaluation) => string,
): string {
  const chosen = evaluations.filter(each => each.verdict === verdict);
  return list(
    chosen.map(
      each =>
        `${place(each.span.file.path, regionOf(each.span).line)} <code>${text(each.rule.id)}</code> ${text(describe(each))}`,
    ),
  );
}

function section(title: string, content: string): string {
  return content === '' ? '' : `<h2>${title}</h2>\n${content}`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map(item => `<li>${item}</li>`).join('\n')}</ul>`;
}

function place(path: string, line: number): string {
  return `<code>${text(`${path}:${line}`)}</code>`;
}

function text(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = [
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1f2328;background:#fff}',
  'pre{background:#f6f8fa;padding:.5rem;overflow-x:auto}.context,.dim{color:#656d76}.marker{color:#cf222e}',
  '.counts{display:flex;flex-wrap:wrap;gap:1rem;list-style:none;padding:0}.counts b{font-size:1.5rem}',
  '.rating{border:2px solid;border-radius:.25rem;padding:0 .5rem}.badge{color:#fff;border-radius:.25rem;padding:0 .5rem}',
  '.badge.critical{background:#82071e}.badge.high{background:#cf222e}.badge.medium{background:#9a6700}',
  '.badge.low{background:#0969da}.badge.info{background:#656d76}summary{cursor:pointer;padding:.25rem 0}',
  'table{border-collapse:collapse}th,td{border:1px solid #d0d7de;padding:.25rem .5rem;text-align:left;vertical-align:top}',
  '.number{text-align:right}',
].join('');
