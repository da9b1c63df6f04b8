import { describe, expect, test } from 'vitest';
import { applyBaseline, type BaselineContext, readBaseline, updatedBaseline } from '../src/baseline.ts';
import { UsageError } from '../src/errors.ts';
import type { Evaluation } from '../src/model/finding.ts';
import { DATABASE, ENCRYPTED, evaluation, file, PUBLIC, spanOf } from './reporters/fixture.ts';

function finding(path: string, fingerprint: string, more: Partial<Evaluation> = {}): Evaluation {
  return evaluation({ span: spanOf(file(path, DATABASE.text), 'Database'), fingerprint, ...more });
}

function contextOf(scanned: readonly string[], existing: readonly string[] = scanned): BaselineContext {
  return {
    relative: path => path,
    exists: path => existing.includes(path),
    // What is gone was where this scan looked.
    covers: (_, path) => scanned.includes(path) || !existing.includes(path),
    asked: new Set([ENCRYPTED.id]),
  };
}

/** The fingerprints that are accepted, and the warnings, of a later scan. */
function later(first: readonly Evaluation[], second: readonly Evaluation[], context: BaselineContext) {
  const before = contextOf([...new Set(first.map(({ span }) => span.file.path))]);
  const baseline = readBaseline(updatedBaseline(first, undefined, before), 'baseline.json');
  const { evaluations, diagnostics } = applyBaseline(second, baseline, context);
  const accepted = evaluations.filter(({ verdict }) => verdict === 'suppressed');
  return {
    accepted: accepted.map(each => `${each.span.file.path} ${each.fingerprint}`),
    warnings: diagnostics.map(({ message }) => message),
  };
}

describe('a finding of the baseline', () => {
  test('is accepted, a new one is not', () => {
    const second = [finding('a.yaml', 'x'), finding('a.yaml', 'y'), finding('b.yaml', 'x')];
    expect(later([finding('a.yaml', 'x')], second, contextOf(['a.yaml', 'b.yaml']))).toEqual({
      accepted: ['a.yaml x'],
      warnings: [],
    });
  });

  test('is accepted as often as it was there', () => {
    const first = [finding('a.yaml', 'x'), finding('a.yaml', 'x:2')];
    const second = [finding('a.yaml', 'x'), finding('a.yaml', 'x:2'), finding('a.yaml', 'x:3')];
    expect(later(first, second, contextOf(['a.yaml'])).accepted).toEqual(['a.yaml x', 'a.yaml x:2']);
  });

  test('keeps its file when another file with its like comes first', () => {
    const second = [finding('a.yaml', 'x'), finding('b.yaml', 'x:2')];
    expect(later([finding('b.yaml', 'x')], second, contextOf(['a.yaml', 'b.yaml'])).accepted).toEqual(['b.yaml x:2']);
  });

  test('is accepted when its like in another file is mended', () => {
    const first = [finding('a.yaml', 'x:01'), finding('b.yaml', 'x:02')];
    expect(later(first, [finding('b.yaml', 'x')], contextOf(['a.yaml', 'b.yaml'])).accepted).toEqual(['b.yaml x']);
  });

  test('follows its file when that gets another name', () => {
    expect(later([finding('old.yaml', 'x')], [finding('new.yaml', 'x')], contextOf(['new.yaml']))).toEqual({
      accepted: ['new.yaml x'],
      warnings: [],
    });
  });

  test('that is mended is said to be', () => {
    const first = [finding('a.yaml', 'x'), finding('other.yaml', 'z')];
    expect(later(first, [], contextOf(['a.yaml'], ['a.yaml', 'other.yaml'])).warnings).toEqual([
      '1 finding of the baseline is mended',
    ]);
  });

  test('tells why it is suppressed', () => {
    const baseline = readBaseline(
      updatedBaseline([finding('a.yaml', 'x')], undefined, contextOf(['a.yaml'])),
      'b.json',
    );
    const { evaluations } = applyBaseline([finding('a.yaml', 'x')], baseline, contextOf(['a.yaml']));
    expect(evaluations[0]!.suppression).toEqual({ kind: 'baseline', origin: 'lintel', reason: 'accepted in b.json' });
  });
});

describe('updating', () => {
  test('takes out what is mended or gone, keeps what was not looked at', () => {
    const first = [
      finding('a.yaml', 'mended'),
      finding('a.yaml', 'stays'),
      finding('a.yaml', 'other-rule', { rule: PUBLIC }),
      finding('other.yaml', 'elsewhere'),
      finding('gone.yaml', 'gone'),
    ];
    const before = readBaseline(
      updatedBaseline(first, undefined, contextOf(['a.yaml', 'other.yaml', 'gone.yaml'])),
      'b.json',
    );
    const now = [
      finding('a.yaml', 'stays'),
      finding('a.yaml', 'new'),
      finding('a.yaml', 'passes', { verdict: 'pass' }),
    ];
    const after = updatedBaseline(now, before, contextOf(['a.yaml'], ['a.yaml', 'other.yaml']));
    expect(
      readBaseline(after, 'b.json')
        .entries.map(({ fingerprint }) => fingerprint)
        .sort(),
    ).toEqual(['elsewhere', 'new', 'other-rule', 'stays']);
  });

  test('writes the same bytes whatever the order', () => {
    const findings = [finding('a.yaml', 'x'), finding('a.yaml', 'y'), finding('b.yaml', 'x')];
    const context = contextOf(['a.yaml', 'b.yaml']);
    expect(updatedBaseline(findings.toReversed(), undefined, context)).toBe(
      updatedBaseline(findings, undefined, context),
    );
    expect(updatedBaseline([], undefined, context)).toBe(
      '{\n  "schema": "https://lintel.dev/schemas/baseline-1.json",\n  "findings": []\n}\n',
    );
  });
});

test.each([
  '',
  '[]',
  '{"findings":[1]}',
  '{"findings":{}}',
  '{"findings":[{"rule":"r","file":"f","fingerprint":"0","input":1}]}',
])('%j is no baseline', text => {
  expect(() => readBaseline(text, 'b.json')).toThrow(
    new UsageError('b.json: this is no baseline file; --update-baseline writes one'),
  );
});
