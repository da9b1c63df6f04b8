import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  parseAddress,
  parseModuleAddress,
  printAddress,
  printKey,
  UNKNOWN_KEY,
  withoutKeys,
} from '../../src/terraform/address.ts';

describe('addresses', () => {
  test('are taken apart', () => {
    expect(parseAddress('module.a["x.y"].module.b[0].data.aws_ami.linux["k"]')).toEqual({
      modules: [
        { name: 'a', key: 'x.y' },
        { name: 'b', key: 0 },
      ],
      mode: 'data',
      type: 'aws_ami',
      name: 'linux',
      key: 'k',
    });
    expect(parseAddress('aws_s3_bucket.b')).toEqual({ modules: [], mode: 'managed', type: 'aws_s3_bucket', name: 'b' });
    expect(parseAddress('ephemeral.aws_secretsmanager_secret_version.s')?.mode).toBe('ephemeral');
    expect(parseAddress('aws_subnet.s[*]')?.key).toBe(UNKNOWN_KEY);
  });

  test.each([
    '',
    'a',
    'a.',
    '.a.b',
    'a.b.c',
    'a.b[',
    'a.b["x]',
    'a.b[-1]',
    'module.a',
    'data.x',
    'a[0].b',
    'a b.c',
  ])('that are none are undefined: %s', text => {
    expect(parseAddress(text)).toBeUndefined();
  });

  test('of modules', () => {
    expect(parseModuleAddress('module.a["k"].module.b')).toEqual([{ name: 'a', key: 'k' }, { name: 'b' }]);
    expect(parseModuleAddress('')).toEqual([]);
    expect(parseModuleAddress('module.a.aws_x.y')).toBeUndefined();
  });

  // What `terraform show -json` of Terraform 1.11.4 prints for these keys.
  test.each([
    ['', '[""]'],
    ['\u0001', '["\\u0001"]'],
    ['$${x}', '["$$${x}"]'],
    ['$x', '["$x"]'],
    ['c"d', '["c\\"d"]'],
    ['d${x}', '["d$${x}"]'],
    ['e\\f', '["e\\\\f"]'],
    ['emoji😀', '["emoji😀"]'],
    ['n\nl', '["n\\nl"]'],
    ['nbsp\u00a0x', '["nbsp\\u00a0x"]'],
    ['p%{if}', '["p%%{if}"]'],
    ['t\tb', '["t\\tb"]'],
    ['ü', '["ü"]'],
  ])('quote the key %j as Terraform does', (key, printed) => {
    expect(printKey(key)).toBe(printed);
    expect(parseAddress(`a.b${printed}`)?.key).toBe(key);
  });

  test('of any keys are printed and read back', () => {
    const key = fc.option(
      fc.oneof(fc.string({ unit: 'binary' }), fc.nat(), fc.constantFrom('${', '$${', '%%{', '$$')),
      {
        nil: undefined,
      },
    );
    const step = fc
      .record({ name: fc.constantFrom('a', 'b-c', '_d'), key })
      .map(({ name, key: of }) => withKey(name, of));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3 }), key, (modules, own) => {
        const address = { modules, mode: 'managed' as const, type: 'aws_x', ...withKey('y', own) };
        expect(parseAddress(printAddress(address))).toEqual(address);
      }),
    );
  });

  test('without keys are those of blocks', () => {
    expect(printAddress(withoutKeys(parseAddress('module.a[0].aws_x.y["k"]')!))).toBe('module.a.aws_x.y');
  });

  const samples = '../shared/conformance/tfplan';
  test.skipIf(!existsSync(samples))('of real plans and states are printed as they were', () => {
    const texts = ['plan.json', 'plan-noop.json', 'state.json'].map(name => readFileSync(`${samples}/${name}`, 'utf8'));
    const addresses = texts.flatMap(text => [...addressesIn(JSON.parse(text))]);
    expect(addresses.length).toBeGreaterThan(50);
    expect(addresses.map(text => printAddress(parseAddress(text)!))).toEqual(addresses);
  });
});

function withKey<K>(name: string, key: K | undefined): { name: string; key?: K } {
  return key === undefined ? { name } : { name, key };
}

/** Of all objects that have a type, too, so that modules do not count. */
function* addressesIn(json: unknown): Generator<string> {
  if (typeof json !== 'object' || json === null) return;
  if ('address' in json && 'type' in json) yield String(json.address);
  for (const value of Object.values(json)) yield* addressesIn(value);
}
