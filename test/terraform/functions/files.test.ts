import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFiles } from '../../../src/files.ts';
import { regionOf } from '../../../src/model/source.ts';
import { parseHclExpression } from '../../../src/parse/hcl/parser.ts';
import { evaluateTerraformExpression } from '../../../src/terraform/conformance.ts';
import { evaluateExpression } from '../../../src/terraform/expressions/evaluate.ts';
import type { MappingValue, SequenceValue } from '../../../src/terraform/values/values.ts';
import { ERROR, resultOf } from '../results.ts';

let directory = '';

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lintel-'));
  mkdirSync(join(directory, 'sub', 'deep'), { recursive: true });
  writeFileSync(join(directory, 'a.txt'), 'Hello\n');
  writeFileSync(join(directory, 'latin1.txt'), Buffer.from([0x68, 0xe9]));
  writeFileSync(join(directory, 'sub', 'b.txt'), 'b');
  writeFileSync(join(directory, 'sub', 'deep', 'c.json'), '{"c": 1}');
  writeFileSync(join(directory, 'policy.json'), '{\n  "Statement": [\n    {"Action": "s3:*"}\n  ]\n}\n');
  writeFileSync(join(directory, 'greet.tmpl'), 'Hi ${name}%{ if polite }, how are you%{ endif }');
  writeFileSync(join(directory, 'policy.tmpl'), '{"Resource": "${arn}/*",\n "Action": "s3:*"}');
  writeFileSync(join(directory, 'list.tmpl'), '${jsonencode([for x in items : upper(x)])}');
  writeFileSync(join(directory, 'nested.tmpl'), '${templatefile("a.txt", {})}');
  writeFileSync(join(directory, 'broken.tmpl'), '%{ if true }');
  writeFileSync(join(directory, 'outer.tmpl'), '${var.x}');
  symlinkSync('/etc/hostname', join(directory, 'link'));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe('file functions', () => {
  test.each([
    ['file("a.txt")', '"Hello\\n"'],
    ['file("${path.module}/sub/b.txt")', '"b"'],
    ['file("nope.txt")', ERROR],
    ['file("latin1.txt")', ERROR],
    ['filebase64("latin1.txt")', '"aOk="'],
    ['filemd5("a.txt")', '"09f7e02f1290be211da707a266f153b3"'],
    ['filesha1("nope")', ERROR],
    ['fileexists("a.txt")', 'true'],
    ['fileexists("nope")', 'false'],
    ['fileexists("sub")', ERROR],
    ['fileset(".", "*.txt")', '["a.txt","latin1.txt"]'],
    ['fileset(".", "**/*.{txt,json}")', '["a.txt","latin1.txt","policy.json","sub/b.txt","sub/deep/c.json"]'],
    ['fileset("sub", "**")', '["b.txt","deep/c.json"]'],
    ['fileset("sub", "de?p/[a-d].json")', '["deep/c.json"]'],
    ['fileset("sub", "[!b].txt")', '[]'],
    ['fileset(".", "[")', ERROR],
    ['fileset("nope", "*")', '[]'],
    ['basename("/a/b/")', '"b"'],
    ['dirname("a/b")', '"a"'],
    ['dirname("../a/./b")', '"../a"'],
    ['abspath("/a/../b/")', '"/b"'],
  ])('%s', (expression, result) => {
    expect(resultOf(expression, { directory })).toBe(result);
  });

  test.each([
    'file("/etc/hostname")',
    'file("../x")',
    'file("~/x")',
    'fileexists("/x")',
    'abspath("x")',
    'pathexpand("~")',
  ])('%s is not known', expression => {
    expect(resultOf(expression, { directory })).toBe('{"$unknown":true}');
  });

  test('do not follow a link out of the folder', () => {
    expect(resultOf('file("link")', { directory })).toBe(ERROR);
  });

  test('without files are not known', () => {
    expect(resultOf('file("a.txt")')).toBe('{"$unknown":true}');
  });
});

describe('templates', () => {
  test.each([
    ['templatefile("greet.tmpl", { name = "A", polite = true })', '"Hi A, how are you"'],
    ['templatefile("greet.tmpl", { name = "A", polite = false, more = 1 })', '"Hi A"'],
    ['templatefile("greet.tmpl", { name = "A" })', ERROR],
    ['templatefile("greet.tmpl", { name = null, polite = true })', ERROR],
    ['templatefile("greet.tmpl", [])', ERROR],
    ['templatefile("greet.tmpl", { "bad name" = 1 })', ERROR],
    ['templatefile("list.tmpl", { items = ["a"] })', '"[\\"A\\"]"'],
    ['templatefile("nested.tmpl", {})', ERROR],
    ['templatefile("broken.tmpl", {})', ERROR],
    ['templatefile("outer.tmpl", {})', ERROR],
    ['templatefile("nope.tmpl", {})', ERROR],
    ['templatestring(var.t, { x = 1 })', '"x is 1"'],
    ['templatestring(var.f, {})', ERROR],
    ['templatestring("x", {})', ERROR],
  ])('%s', (expression, result) => {
    const variables = { t: 'x is ${x}', f: '${file("a.txt")}' };
    expect(resultOf(expression, { directory, variables })).toBe(result);
  });

  test('with a hole keep the structure of what they make', () => {
    const result = evaluateTerraformExpression('jsondecode(templatefile("policy.tmpl", { arn = var.arn }))', {
      directory,
      variables: { arn: { $unknown: true } },
      types: { arn: 'string' },
    });
    expect(result).toMatchObject({ value: { Action: 's3:*', Resource: { $unknown: true } } });
  });
});

describe('a file of JSON', () => {
  test('has its parts where they stand in it', () => {
    const { expression } = parseHclExpression({ path: 'main.tf', text: 'jsondecode(file("policy.json"))' });
    const value = evaluateExpression(expression!, {
      directory: '.',
      files: openFiles([directory], { workingDirectory: directory }),
      report: () => {},
      traverse: () => undefined,
    });
    const [statement] = ((value as MappingValue).entries.get('Statement')!.value as SequenceValue).items;
    const { span } = (statement as MappingValue).entries.get('Action')!.value;
    expect([span.file.path, regionOf(span).line, span.file.text.slice(span.start, span.end)]).toEqual([
      'policy.json',
      3,
      '"s3:*"',
    ]);
  });
});
