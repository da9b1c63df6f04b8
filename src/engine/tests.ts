import type { Tests } from '../model/rule.ts';
import { listOf, textOf, type Value } from '../model/value.ts';
import { allOf, anyOf, type Verdict } from '../model/verdict.ts';
import { showOperand } from './describe.ts';
import { canonicalText, equalTo, isScalar } from './equality.ts';
import { listOperand, numberOperand, operandOf, type Parameters, textOperand } from './operands.ts';
import { type PartialText, piecesOf } from './partial-text.ts';
import { itemsOf, structured } from './paths.ts';
import { compilePattern } from './patterns.ts';
import { type Scenario, settle } from './scenarios.ts';
import { nameOf, type Trail } from './trail.ts';

/** A test of the value at a place, in the scenario under evaluation. */
export interface ValueTest {
  verdict(at: Trail, scenario: Scenario): Verdict;
  /** The item that decided it, where it is one of a list. */
  place?(at: Trail, verdict: Verdict, scenario: Scenario): Trail | undefined;
  /** What to say of it, where the value itself does not say it. */
  words?(at: Trail, verdict: Verdict, scenario: Scenario): string;
}

/** The tests of a condition but `some` and `every`, which ask conditions again. */
export function compileTests(tests: Tests, parameters: Parameters): ValueTest[] {
  const compiled: ValueTest[] = [];
  if (tests.exists !== undefined) compiled.push(existsTest(tests.exists));
  if (tests.equals !== undefined) compiled.push(equalsTest(operandOf(tests.equals, parameters)));
  if (tests.in !== undefined) compiled.push(inTest(listOperand(tests.in, parameters)));
  if (tests.matches !== undefined) compiled.push(matchesTest(textOperand(tests.matches, parameters)));
  if (tests.startsWith !== undefined) compiled.push(edgeTest(textOperand(tests.startsWith, parameters), 'start'));
  if (tests.endsWith !== undefined) compiled.push(edgeTest(textOperand(tests.endsWith, parameters), 'end'));
  if (tests.contains !== undefined) compiled.push(containsTest(operandOf(tests.contains, parameters)));
  if (tests.atLeast !== undefined) compiled.push(boundTest(numberOperand(tests.atLeast, parameters), 'atLeast'));
  if (tests.atMost !== undefined) compiled.push(boundTest(numberOperand(tests.atMost, parameters), 'atMost'));
  if (tests.length !== undefined) compiled.push(lengthTest(tests.length, parameters));
  return compiled;
}

/** Whether nothing is there: no value, or an empty text, which services take as none. */
export function isAbsent(value: Value | undefined): boolean {
  return value === undefined || (value.kind === 'scalar' && (value.value === null || value.value === ''));
}

function existsTest(wanted: boolean): ValueTest {
  return {
    verdict: ({ value }) => {
      if (isAbsent(value) || value?.defaulted) return wanted ? 'fail' : 'pass';
      if (value?.kind === 'unknown' && (value.nullable || value.alternatives.length > 0)) return 'unknown';
      return wanted ? 'pass' : 'fail';
    },
    words: (at, verdict) => {
      const found = (verdict === 'pass') === wanted;
      return found && at.value?.kind === 'unknown' ? `${nameOf(at)} is set` : '';
    },
  };
}

function equalsTest(operand: unknown): ValueTest {
  return { verdict: ({ value }, scenario) => equalTo(value, operand, scenario) };
}

function inTest(operands: readonly unknown[]): ValueTest {
  const scalars = operands.every(isScalar) ? new Set(operands.map(canonicalText)) : undefined;
  return {
    verdict: ({ value }, scenario) => {
      if (scalars && value?.kind === 'scalar' && value.value !== null) {
        return scalars.has(canonicalText(value.value)) ? 'pass' : 'fail';
      }
      return anyOf(operands.map(operand => equalTo(value, operand, scenario)));
    },
  };
}

function matchesTest(source: string): ValueTest {
  const pattern = compilePattern(source);
  return textTest(
    text => pattern.found(text),
    pieces => {
      if (pattern.prefix !== undefined) return startOfPieces(pieces, pattern.prefix, !pattern.source.endsWith('$'));
      if (!pattern.unanchored) return 'unknown';
      return pieces.some(piece => piece !== undefined && pattern.found(piece)) ? 'pass' : 'unknown';
    },
  );
}

function edgeTest(edge: string, side: 'start' | 'end'): ValueTest {
  if (side === 'start')
    return textTest(
      text => text.startsWith(edge),
      pieces => startOfPieces(pieces, edge, true),
    );
  return textTest(
    text => text.endsWith(edge),
    pieces => endOfPieces(pieces, edge),
  );
}

/** A test of texts; numbers and truths are texts too, lists and objects are not. */
function textTest(whole: (text: string) => boolean, part: (pieces: PartialText) => Verdict): ValueTest {
  return {
    verdict: ({ value }) => {
      switch (value?.kind) {
        case 'scalar':
          return value.value !== null && whole(String(value.value)) ? 'pass' : 'fail';
        case 'template':
          return part(piecesOf(value));
        case 'reference':
        case 'unknown':
          return 'unknown';
        default:
          return 'fail';
      }
    },
  };
}

function startOfPieces(pieces: PartialText, start: string, enough: boolean): Verdict {
  const first = pieces[0];
  if (first === undefined) return 'unknown';
  if (first.startsWith(start)) return enough ? 'pass' : 'unknown';
  return start.startsWith(first) && pieces.length > 1 ? 'unknown' : 'fail';
}

function endOfPieces(pieces: PartialText, end: string): Verdict {
  const last = pieces[pieces.length - 1];
  if (last === undefined) return 'unknown';
  if (last.endsWith(end)) return 'pass';
  return end.endsWith(last) && pieces.length > 1 ? 'unknown' : 'fail';
}

function containsTest(operand: unknown): ValueTest {
  const ofText = textTest(
    text => text.includes(String(operand)),
    pieces => (pieces.some(piece => piece?.includes(String(operand))) ? 'pass' : 'unknown'),
  );
  return {
    verdict: (at, scenario) => {
      const list = listOf(structured(at.value));
      if (!list) return isScalar(operand) ? ofText.verdict(at, scenario) : equalTo(at.value, operand, scenario);
      const found = anyOf(list.items.map(item => equalTo(settle(item, scenario), operand, scenario)));
      return found === 'fail' && list.open ? 'unknown' : found;
    },
    place: (at, verdict, scenario) => {
      if (verdict === 'fail' || !listOf(structured(at.value))) return undefined;
      return itemsOf(at, scenario, false)?.items.find(({ value }) => equalTo(value, operand, scenario) === verdict);
    },
    words: (at, verdict) => {
      if (at.value === undefined || at.value.kind === 'unknown' || verdict === 'unknown') return '';
      return `${nameOf(at)} ${verdict === 'pass' ? 'contains' : 'does not contain'} ${showOperand(operand)}`;
    },
  };
}

function boundTest(bound: number, side: 'atLeast' | 'atMost'): ValueTest {
  return {
    verdict: ({ value }) => {
      if (value?.kind === 'unknown' || value?.kind === 'reference' || value?.kind === 'template') return 'unknown';
      const number = Number(textOf(value)?.trim() || Number.NaN);
      return side === 'atLeast' ? toVerdict(number >= bound) : toVerdict(number <= bound);
    },
  };
}

function lengthTest(bounds: NonNullable<Tests['length']>, parameters: Parameters): ValueTest {
  const least = bounds.atLeast === undefined ? 0 : numberOperand(bounds.atLeast, parameters);
  const most = bounds.atMost === undefined ? Number.POSITIVE_INFINITY : numberOperand(bounds.atMost, parameters);
  return {
    verdict: (at, scenario) => {
      const size = sizeOf(at, scenario);
      if (!size) return 'unknown';
      const enough: Verdict = size.known >= least ? 'pass' : size.more ? 'unknown' : 'fail';
      const few: Verdict =
        size.known > most ? 'fail' : size.more && most < Number.POSITIVE_INFINITY ? 'unknown' : 'pass';
      return allOf([enough, few]);
    },
    words: (at, _verdict, scenario) => {
      const size = sizeOf(at, scenario);
      if (!size || at.value === undefined) return '';
      const unit = size.known === 1 ? size.unit : size.unit === 'entry' ? 'entries' : `${size.unit}s`;
      return `${nameOf(at)} has ${size.more ? 'at least ' : ''}${size.known} ${unit}`;
    },
  };
}

interface Size {
  readonly known: number;
  /** There may be more than is known. */
  readonly more: boolean;
  readonly unit: 'item' | 'entry' | 'character';
}

function sizeOf(at: Trail, scenario: Scenario): Size | undefined {
  const value = structured(at.value);
  switch (value?.kind) {
    case undefined:
      return { known: 0, more: false, unit: 'item' };
    case 'list':
      return sizeOfValues(value.items, value.open, 'item', scenario);
    case 'object': {
      const values = Array.from(value.properties.values(), property => property.value);
      return sizeOfValues(values, value.open, 'entry', scenario);
    }
    case 'scalar':
      return { known: String(value.value).length, more: false, unit: 'character' };
    case 'template': {
      const known = piecesOf(value).reduce((sum, piece) => sum + (piece?.length ?? 0), 0);
      return { known, more: true, unit: 'character' };
    }
    default:
      return undefined;
  }
}

/** An item that is undecided may turn out to be none. */
function sizeOfValues(values: readonly Value[], open: boolean, unit: Size['unit'], scenario: Scenario): Size {
  let known = 0;
  let more = open;
  for (const value of values) {
    const settled = settle(value, scenario);
    if (settled?.kind === 'unknown' && settled.alternatives.length > 0) more = true;
    else if (settled) known++;
  }
  return { known, more, unit };
}

function toVerdict(passes: boolean): Verdict {
  return passes ? 'pass' : 'fail';
}
