import type { Expression, TemplatePart } from '../../../src/parse/hcl/ast.ts';

type Constant = string | number | boolean | null | Constant[] | { [key: string]: Constant };

/** Names that a `for` of the template defines. */
type Names = ReadonlyMap<string, Constant>;

/** The value of an expression that needs nothing but itself; throws where it refers to anything else. */
export function constantValue(expression: Expression, names: Names = new Map()): Constant {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'tuple':
      return expression.items.map(item => constantValue(item, names));
    case 'object':
      return Object.fromEntries(
        expression.items.map(item => [
          item.identifier ?? String(constantValue(item.key, names)),
          constantValue(item.value, names),
        ]),
      );
    case 'template': {
      const [only] = expression.parts;
      if (only?.kind === 'interpolation' && expression.parts.length === 1) return constantValue(only.expression, names);
      return textOf(expression.parts, names);
    }
    case 'variable': {
      const value = names.get(expression.name);
      if (value === undefined) throw new Error(`no variable ${expression.name}`);
      return value;
    }
    default:
      throw new Error(`${expression.kind} is not constant`);
  }
}

function textOf(parts: readonly TemplatePart[], names: Names): string {
  return parts.map(part => partText(part, names)).join('');
}

function partText(part: TemplatePart, names: Names): string {
  switch (part.kind) {
    case 'text':
      return part.value;
    case 'interpolation':
      return String(constantValue(part.expression, names));
    case 'if':
      return textOf(constantValue(part.condition, names) === true ? part.then : part.else, names);
    case 'for': {
      const collection = Object.entries(constantValue(part.collection, names) as object) as [string, Constant][];
      return collection
        .map(([key, value]) => {
          const inner = new Map(names).set(part.valueName, value);
          return textOf(part.parts, part.keyName === undefined ? inner : inner.set(part.keyName, key));
        })
        .join('');
    }
  }
}
