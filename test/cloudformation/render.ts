import { readTemplate } from '../../src/cloudformation/template.ts';
import type { FileReader } from '../../src/model/files.ts';
import type { Input } from '../../src/model/input.ts';
import type { Span } from '../../src/model/source.ts';
import type { Value } from '../../src/model/value.ts';

/** A reader of files that are given as an object. */
export function filesOf(texts: Readonly<Record<string, string>> = {}): FileReader {
  const sources = new Map(Object.entries(texts).map(([path, text]) => [path, { path, text }]));
  return {
    read: path => sources.get(path),
    readBytes: path => {
      const source = sources.get(path);
      return source && new TextEncoder().encode(source.text);
    },
    list: directory => {
      const inside = directory === '' || directory === '.' ? '' : `${directory}/`;
      return [...sources.keys()].flatMap(path => (path.startsWith(inside) ? path.slice(inside.length) : [])).sort();
    },
    has: path => sources.has(path),
  };
}

export function read(
  text: string,
  parameters: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
  path = 'template.yaml',
): Input {
  return readTemplate({ path, text }, { parameters, files: filesOf(files) });
}

/**
 * A value on one line: `"text"`, `@Target.Attribute`, `` `a${…}` ``, `[…]`, `{…}`, `…` in what is open,
 * `?missing<assumption: value | …>` for an unknown, `∅` for none, `🔒` behind a secret.
 */
export function render(value: Value | undefined): string {
  return value ? renderKind(value) + (value.sensitive ? '🔒' : '') : '∅';
}

function renderKind(value: Value): string {
  switch (value.kind) {
    case 'scalar':
      return JSON.stringify(value.value);
    case 'reference':
      return `@${value.target}${value.attribute === undefined ? '' : `.${value.attribute}`}`;
    case 'template': {
      const text = value.parts.map(part => (typeof part === 'string' ? part : `\${${render(part)}}`)).join('');
      return `\`${text}\`${value.structure ? ` = ${render(value.structure)}` : ''}`;
    }
    case 'list':
      return `[${[...value.items.map(render), ...(value.open ? ['…'] : [])].join(', ')}]`;
    case 'object': {
      const properties = [...value.properties].map(([name, property]) => `${name}: ${render(property.value)}`);
      return `{${[...properties, ...(value.open ? ['…'] : [])].join(', ')}}`;
    }
    case 'unknown': {
      const alternatives = value.alternatives.map(
        ({ when, value: chosen }) => `${when.name}=${when.value}: ${render(chosen)}`,
      );
      return `?${value.missing}${alternatives.length > 0 ? `<${alternatives.join(' | ')}>` : ''}`;
    }
  }
}

/** The value of one property `Value` of a resource `X`, with more of the template above it. */
export function expressionValue(
  expression: string,
  rest = '',
  parameters: Readonly<Record<string, string>> = {},
): string {
  const input = read(
    `${rest}\nResources:\n${others}  X:\n    Type: Custom::X\n    Properties:\n      Value: ${expression}\n`,
    parameters,
  );
  const resource = input.resources.find(({ address }) => address === 'X');
  return render(resource?.properties.properties.get('Value')?.value);
}

const others =
  '  Bucket: {Type: AWS::S3::Bucket}\n  Topic: {Type: AWS::SNS::Topic}\n  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}\n';

export function textAt(span: Span): string {
  return span.file.text.slice(span.start, span.end);
}

/** Diagnostics as `code: text that they point at`. */
export function problems(input: Pick<Input, 'diagnostics'>): string[] {
  return input.diagnostics.map(({ code, span }) => `${code}: ${textAt(span)}`);
}
