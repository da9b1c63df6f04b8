import { buildGraph, type Graph } from '../../src/model/graph.ts';
import type { Dialect, InputInfo, Resource } from '../../src/model/resource.ts';
import type { Condition, Rule } from '../../src/model/rule.ts';
import type { SourceFile, Span } from '../../src/model/source.ts';
import type {
  Alternative,
  Assumption,
  ListValue,
  ObjectValue,
  Property,
  UnknownReason,
  Value,
} from '../../src/model/value.ts';

/** Values of tests that JSON cannot say; they are written into the text as they read. */
export class Special {
  readonly text: string;
  readonly make: (span: Span, convert: (value: unknown) => Value) => Value;

  constructor(text: string, make: Special['make']) {
    this.text = text;
    this.make = make;
  }
}

export function missing(name: string, reason: UnknownReason = 'parameter-without-default', nullable?: true): Special {
  return new Special(`!Ref ${name}`, span => ({
    kind: 'unknown',
    reason,
    missing: `parameter ${name}`,
    alternatives: [],
    nullable,
    span,
  }));
}

export function ref(target: string, attribute?: string): Special {
  return new Special(`!Ref ${target}`, span => ({ kind: 'reference', target, attribute, span }));
}

export function text(...parts: (string | Special)[]): Special {
  const shown = parts.map(part => (typeof part === 'string' ? part : `\${${part.text}}`)).join('');
  return new Special(shown, (span, convert) => ({
    kind: 'template',
    parts: parts.map(part => (typeof part === 'string' ? part : convert(part))),
    span,
  }));
}

/** `either('IsProduction', [true, 'a'], [false, undefined])`: undefined is "no such property". */
export function either(name: string, ...choices: (readonly [Assumption['value'], unknown])[]): Special {
  return new Special(`!If ${name}`, (span, convert) => ({
    kind: 'unknown',
    reason: 'undecided-condition',
    missing: `condition ${name}`,
    alternatives: choices.map(
      ([value, then]): Alternative => ({
        when: { name, value },
        value: then === undefined ? undefined : convert(then),
      }),
    ),
    span,
  }));
}

export function sensitive(value: string): Special {
  return new Special('!Secret', span => ({ kind: 'scalar', value, span, sensitive: true }));
}

export function defaulted(value: string | boolean | number): Special {
  return new Special('', span => ({ kind: 'scalar', value, span, defaulted: true }));
}

export function open(properties: Record<string, unknown> | unknown[]): Special {
  return new Special('!Open', (_span, convert) => ({ ...(convert(properties) as ObjectValue), open: true }));
}

/** A list that may hold more, in which an undecided item stands for what else is in it. */
export function represented(...items: unknown[]): Special {
  return new Special('!Open', (_span, convert) => ({
    ...(convert(items) as ListValue),
    open: true,
    represented: true,
  }));
}

export interface Written {
  readonly type?: string;
  readonly properties?: Record<string, unknown>;
  readonly attributes?: Record<string, unknown>;
  /** As written in Terraform. */
  readonly arguments?: Record<string, unknown>;
  readonly existsWhen?: readonly Assumption[];
}

/** An input of resources by name, written as one YAML-like text in which every property has its line. */
export function input(
  resources: Record<string, Written>,
  options: { path?: string; dialect?: Dialect; feasible?: InputInfo['feasible'] } = {},
): { resources: Resource[]; info: InputInfo; file: SourceFile } {
  const info: InputInfo = {
    path: options.path ?? 'template.yaml',
    dialect: options.dialect ?? 'cloudformation',
    feasible: options.feasible,
  };
  const writer = new Writer(info.path);
  const made = Object.entries(resources).map(([name, written]) => writer.resource(name, written, info));
  return { resources: made, info, file: writer.file };
}

export function graphOf(...inputs: readonly { resources: Resource[]; info: InputInfo }[]): Graph {
  return buildGraph(
    inputs.flatMap(({ resources }) => resources),
    inputs.map(({ info }) => info),
  );
}

export function rule(require: Condition, more: Partial<Rule> = {}): Rule {
  return {
    id: 'a-rule',
    title: 'It is right',
    severity: 'medium',
    category: 'test',
    service: 'test',
    resources: ['AWS::S3::Bucket'],
    scope: 'resource',
    message: '{resource} is wrong',
    rationale: '',
    remediation: '',
    references: [],
    aliases: [],
    frameworks: {},
    profile: null,
    parameters: {},
    require,
    ...more,
  };
}

class Writer {
  readonly file: { path: string; text: string };
  #indent = 0;

  constructor(path: string) {
    this.file = { path, text: '' };
  }

  resource(name: string, written: Written, info: InputInfo): Resource {
    const start = this.file.text.length;
    const nameSpan = this.#put(name);
    this.#put(':\n');
    this.#indent++;
    const properties = this.value(written.properties ?? {}) as ObjectValue;
    const attributes = this.value(written.attributes ?? {}) as ObjectValue;
    const own = written.arguments && { arguments: this.value(written.arguments) as ObjectValue };
    this.#indent--;
    const span = { file: this.file, start, end: this.file.text.length };
    return {
      id: name,
      address: name,
      type: written.type ?? 'AWS::S3::Bucket',
      writtenAs: written.type ?? 'AWS::S3::Bucket',
      input: info,
      properties,
      attributes,
      ...own,
      exists: written.existsWhen ? 'unknown' : 'yes',
      existsWhen: written.existsWhen ?? [],
      nameSpan,
      span,
      calledFrom: [],
    };
  }

  value(value: unknown): Value {
    const start = this.file.text.length;
    if (value instanceof Special) {
      const span = this.#put(value.text);
      return value.make(span, inner => this.value(inner));
    }
    if (Array.isArray(value)) {
      const items = value.map(item => {
        this.#put('\n- ');
        return this.value(item);
      });
      return { kind: 'list', items, open: false, span: this.#since(start) };
    }
    if (typeof value === 'object' && value !== null) {
      this.#indent++;
      const properties = new Map(Object.entries(value).map(([name, inner]) => [name, this.#property(name, inner)]));
      this.#indent--;
      return { kind: 'object', properties, open: false, span: this.#since(start) };
    }
    return { kind: 'scalar', value: value as string, span: this.#put(String(value)) };
  }

  #property(name: string, value: unknown): Property {
    this.#put('\n'.padEnd(1 + this.#indent * 2));
    const nameSpan = this.#put(name);
    this.#put(': ');
    const made = this.value(value);
    return { writtenAs: name, nameSpan, span: this.#since(nameSpan.start), value: made };
  }

  #put(written: string): Span {
    const start = this.file.text.length;
    this.file.text += written;
    return this.#since(start);
  }

  #since(start: number): Span {
    return { file: this.file, start, end: this.file.text.length };
  }
}
