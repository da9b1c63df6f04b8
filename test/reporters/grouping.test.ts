import { expect, test } from 'vitest';
import type { Evaluation } from '../../src/model/finding.ts';
import type { Rule, Severity } from '../../src/model/rule.ts';
import { foldImplied, groupInstances, impliedRules } from '../../src/reporters/grouping.ts';
import { ENCRYPTED, evaluation } from './fixture.ts';

const rule = (id: string, severity: Severity, impliedBy?: readonly string[]): Rule => ({
  ...ENCRYPTED,
  id,
  severity,
  ...(impliedBy ? { impliedBy } : {}),
});

const finding = (asked: Rule, more: Partial<Evaluation> = {}) =>
  evaluation({ rule: asked, severity: asked.severity, path: 'Statement[0]', ...more });

/** `rule > implied, implied` for what is shown. */
function shown(...evaluations: readonly Evaluation[]): readonly string[] {
  return foldImplied(groupInstances(evaluations)).map(each => [each.first.rule.id, ...impliedRules(each)].join(' > '));
}

const GENERAL = rule('general', 'high');
const NARROW = rule('narrow', 'high', ['general']);
const NARROWER = rule('narrower', 'low', ['narrow']);

test('what another finding at the place implies stands below it', () => {
  expect(shown(finding(NARROW), finding(GENERAL), finding(NARROWER))).toEqual(['general > narrow > narrower']);
  expect(shown(finding(NARROW), finding(NARROWER))).toEqual(['narrow > narrower']);
  expect(shown(finding(NARROWER), finding(GENERAL))).toEqual(['narrower', 'general']);
});

test('nothing is hidden that is elsewhere, more severe, conditional or more', () => {
  const when = [{ name: 'IsProduction', value: true }];
  const address = { ...evaluation().resource!, address: 'Other' };
  for (const other of [
    { path: 'Statement[1]' },
    { resource: address },
    { severity: 'critical' as const },
    { when },
    { verdict: 'unknown' as const },
    { input: { ...evaluation().input, path: 'elsewhere' } },
  ]) {
    expect(shown(finding(GENERAL), finding(NARROW, other))).toEqual(['general', 'narrow']);
  }
  const instance = finding(NARROW, { resource: address });
  expect(shown(finding(GENERAL), finding(NARROW), instance)).toEqual(['general', 'narrow']);
  expect(shown(finding(GENERAL, { when }), finding(NARROW, { when }))).toEqual(['general > narrow']);
});

test('rules that imply each other both stay', () => {
  expect(shown(finding(rule('a', 'low', ['b'])), finding(rule('b', 'low', ['a'])))).toEqual(['a', 'b']);
  expect(shown(finding(rule('a', 'low', ['a'])))).toEqual(['a']);
});
