import type { Scalar } from '../../src/fix/wanted.ts';

/** A document without nulls. */
export type Tree = { readonly [name: string]: Tree | Scalar | readonly (Tree | Scalar)[] };

/** Prints trees with blanks, comments and styles that depend on random numbers. */
class Printer {
  #next = 0;
  #notes = 0;
  readonly #styles: readonly number[];

  constructor(styles: readonly number[]) {
    this.#styles = styles;
  }

  protected one(of: number): boolean {
    return this.#styles[this.#next++ % this.#styles.length]! % of === 0;
  }

  protected comment(): string {
    return this.one(4) ? ` # note ${this.#notes++}` : '';
  }

  protected line(indent: string): string {
    if (this.one(7)) return `${indent}# note ${this.#notes++}\n`;
    return this.one(9) ? '\n' : '';
  }
}

export class YamlPrinter extends Printer {
  print(tree: Tree): string {
    return this.#block(tree, '', this.one(2) ? '  ' : '    ');
  }

  #block(tree: Tree, indent: string, step: string): string {
    return Object.entries(tree)
      .map(([name, value]) => {
        const before = this.line(indent);
        const isFlow = typeof value !== 'object' || Object.keys(value).length === 0 || this.one(4);
        if (isFlow) return `${before}${indent}${name}: ${this.#flow(value)}${this.comment()}\n`;
        if (Array.isArray(value))
          return `${before}${indent}${name}:${this.comment()}\n${this.#items(value, indent, step)}`;
        return `${before}${indent}${name}:${this.comment()}\n${this.#block(value as Tree, indent + step, step)}`;
      })
      .join('');
  }

  #items(items: readonly (Tree | Scalar)[], indent: string, step: string): string {
    return items
      .map(item => {
        if (typeof item !== 'object') return `${indent}${step}- ${this.#flow(item)}${this.comment()}\n`;
        if (Object.keys(item).length === 0) return `${indent}${step}- {}\n`;
        const lines = this.#block(item, `${indent}${step}  `, step).split('\n');
        const first = lines.findIndex(line => /^\s*[\w"']/.test(line));
        lines[first] = `${indent}${step}- ${lines[first]!.trimStart()}`;
        return lines.slice(first).join('\n');
      })
      .join('');
  }

  #flow(value: unknown): string {
    if (Array.isArray(value)) return `[${value.map(item => this.#flow(item)).join(', ')}]`;
    if (typeof value === 'object') {
      const entries = Object.entries(value as Tree).map(([name, inner]) => `${name}: ${this.#flow(inner)}`);
      return this.one(2) ? `{ ${entries.join(', ')} }` : `{${entries.join(', ')}}`;
    }
    if (typeof value !== 'string') return String(value);
    return this.one(2) ? `'${value}'` : JSON.stringify(value);
  }
}

export class HclPrinter extends Printer {
  print(tree: Tree): string {
    return `resource "Other" "o" {}\nresource "Target" "x" {\n${this.#body(tree, '  ')}}\n\nlocals { z = 1 }\n`;
  }

  #body(tree: Tree, indent: string): string {
    return Object.entries(tree)
      .map(([name, value]) => {
        const before = this.line(indent);
        if (Array.isArray(value) && this.#isArgument(name, value))
          return `${before}${indent}${name} = ${this.#tuple(value, indent)}${this.comment()}\n`;
        if (Array.isArray(value)) return before + value.map(item => this.#block(name, item, indent)).join('');
        if (typeof value === 'object') return before + this.#block(name, value as Tree, indent);
        const gap = this.one(3) ? ' '.repeat(3) : ' ';
        return `${before}${indent}${name}${gap}= ${JSON.stringify(value)}${this.comment()}\n`;
      })
      .join('');
  }

  #block(name: string, tree: Tree, indent: string): string {
    if (Object.keys(tree).length === 0) return `${indent}${name} {}\n`;
    return `${indent}${name} {${this.comment()}\n${this.#body(tree, `${indent}  `)}${indent}}\n`;
  }

  /** Lists of plain values, and objects that are not written as blocks. */
  #isArgument(name: string, items: readonly (Tree | Scalar)[]): boolean {
    return name === 'tuple' || items.some(item => typeof item !== 'object');
  }

  #tuple(items: readonly (Tree | Scalar)[], indent: string): string {
    const inner = `${indent}  `;
    if (this.one(2)) return `[${items.map(item => this.#inLine(item)).join(', ')}]`;
    const comma = this.one(2) ? ',' : '';
    const lines = items.map(
      (item, index) => `${inner}${this.#item(item, inner)}${index < items.length - 1 ? ',' : comma}${this.comment()}\n`,
    );
    return `[\n${lines.join('')}${indent}]`;
  }

  #item(item: Tree | Scalar | readonly (Tree | Scalar)[], indent: string): string {
    if (typeof item !== 'object' || Array.isArray(item) || Object.keys(item).length === 0 || this.one(3)) {
      return this.#inLine(item);
    }
    const comma = this.one(3) ? ',' : '';
    const lines = Object.entries(item).map(
      ([name, value]) =>
        `${this.line(`${indent}  `)}${indent}  ${name} = ${this.#item(value, `${indent}  `)}${comma}${this.comment()}\n`,
    );
    return `{\n${lines.join('')}${indent}}`;
  }

  #inLine(value: unknown): string {
    if (Array.isArray(value)) return `[${value.map(item => this.#inLine(item)).join(', ')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const entries = Object.entries(value).map(([name, inner]) => `${name} = ${this.#inLine(inner)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
}
