import { existsSync, readFileSync } from 'node:fs';
import { parse } from '@cdktf/hcl2json';
import { describe, expect, test } from 'vitest';
import { hclToJson } from '../../../src/parse/hcl/json.ts';
import { filesUnder } from './files.ts';

/** What HashiCorp’s parser makes of a text; undefined where it refuses it. */
async function oracle(text: string): Promise<unknown> {
  try {
    return await parse('main.tf', text);
  } catch {
    return undefined;
  }
}

/** The same of ours. */
function ours(text: string): unknown {
  const result = hclToJson(text);
  return 'value' in result ? result.value : undefined;
}

const samples = [
  'a = -5\nb = -0\nc = !true\nd = 1e3\ne = 1e400\nf = 123456789012345678901234567890\ng = - "5"\nh = 1.10\n',
  'a = -true\n',
  'a = !null\n',
  'a = "p${x ? y : z} ${x ? "y" : ""} ${(x)} ${-1} ${1.50} ${null} ${[1]} ${f(x)}"\n',
  'a = "${x ? y : z}"\nb = "${"x"}"\nc = "${["x"]}"\nd = "p${"q${"r"}"}"\n',
  'a = "x${1e30}${1.50e-3}${00012}${0.0}${123456789012345678901234567890.1230}"\n',
  'a = { x.y = 1, "a${b}" = 2, (c) = 3, a.b[0] = 4, 1+1 = 5, f(x) = 6, null = 7, [1] = 8, true = 9 }\n',
  'a = { -1 = 10, 1.50 = 11, (true) = 12, a ? b : c = 13, ("x") = 14, a["b"] = 15, a[b] = 16, a[*] = 17 }\n',
  'a = { x = 1, x = 2 }\nb = { "$${x}" = 1, "a$${x}${y}" = 2 }\n',
  'a = "$${x} %%{y} ${z} $$ %"\nb = <<EOT\n$${x} ${y} $$$${z}\nEOT\n',
  'a = "%{if x}y%{endif}%{ for k, v in f(z) ~} ${k} %{~ endfor }%{ if (x) }%{ else }q%{ endif }"\n',
  'a = <<-EOT\n  %{ for x in y ~}\n  - ${x}\n  %{ endfor ~}\n  EOT\nb = <<-EOT\n\n   x\n  ${y}\n      \n EOT\n',
  'a = "a\\n ${~ x ~} \\t b"\nb = " ${~ x ~} "\n',
  'a = x[*].y[*].z\nb = x.*.y[0].z\nc = x.0.y\nd = (x\n  .y)\n',
  'a = [for x in y : x if z]\nb = { for k, v in x : k => v... }\nc = f(x...)\nd = a::b::c()\n',
  'a = /* x\n*/ [ # y\n  1, // z\n  2 /* w */\n]\n',
  'b "x" "y" {\n  z = 1\n}\nb "x" "w" {}\nb "x" "y" {}\nc {}\nc { d = 1 }\n',
  'b {}\nb "x" {}\n',
  'b "x" {}\nb {}\n',
  'b "x" {}\nb "x" "y" {}\n',
  'a = 1\na {}\n',
  '__proto__ = 1\na = { __proto__ = 1, constructor = 2 }\nb "constructor" "__proto__" {}\n',
  'a = "e\u0301"\nb = "\\u0041\\u0301"\nc = "😀"\n𝒜 = 1\n',
  'a = 1\r\nb = <<EOT\r\nx\r\nEOT\r\n',
  '\ufeffa = 1\n',
  'a = <<EOT\nx\ry\nEOT\n',
  'a = "x\u0000y \u2028"\n',
  'a = 1 b = 2\n',
  'a = <<EOT\nx\nEOT',
  'resource "aws_instance" "web" {\n  count = var.create ? 1 : 0\n  tags  = merge(local.tags, { Name = "web-${count.index}" })\n\n  dynamic "ebs_block_device" {\n    for_each = var.disks\n    content {\n      volume_size = ebs_block_device.value["size"]\n    }\n  }\n}\n',
];

test.each(samples)('hclToJson agrees with hcl2json: %j', async text => {
  expect(ours(text)).toEqual(await oracle(text));
});

test('names are in normal form C, which hcl2json leaves as they are', async () => {
  expect(ours('e\u0301 = 1\n')).toEqual({ '\u00e9': 1 });
  expect(await oracle('e\u0301 = 1\n')).toEqual({ 'e\u0301': 1 });
});

test('hclToJson gives the problems of a text', () => {
  const file = { path: '', text: 'a = 1\na "b" {}\na "b" "c" {}\n' };
  expect(hclToJson(file.text)).toEqual({
    errors: [
      {
        code: 'hcl-to-json',
        severity: 'error',
        message: 'Blocks of type "a" have different numbers of labels, which JSON cannot express.',
        advice: 'Give all blocks of a type the same number of labels.',
        span: { file, start: 15, end: 24 },
      },
    ],
  });
});

const corpus = new URL('../../../../shared/corpus/', import.meta.url);

describe.skipIf(!existsSync(corpus))('every configuration of the corpus', () => {
  test('reads as hcl2json reads it', { timeout: 120_000 }, async () => {
    const paths = filesUnder(corpus, '.tf');
    const different: string[] = [];
    for (const path of paths) {
      const text = readFileSync(path, 'utf8');
      const [wanted, read] = [await oracle(text), ours(text)];
      if (JSON.stringify(sorted(read)) !== JSON.stringify(sorted(wanted))) different.push(path);
    }
    expect(different).toEqual([]);
    expect(paths.length).toBeGreaterThan(100);
  });
});

/** The order of keys differs: blocks come first in ours, the alphabet rules in the other. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([first], [second]) => (first < second ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}
