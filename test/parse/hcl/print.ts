import type { Expression, SplatStep, TemplatePart } from '../../../src/parse/hcl/ast.ts';

/** An expression as HCL, on one line. Spans do not matter. */
export function printed(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return expression.text;
    case 'variable':
      return expression.name;
    case 'template':
      return `"${printedParts(expression.parts)}"`;
    case 'get-attribute':
      return `${printed(expression.object)}.${expression.name}`;
    case 'index': {
      const key = printed(expression.key);
      return `${printed(expression.object)}${expression.legacy ? `.${key}` : `[${key}]`}`;
    }
    case 'splat':
      return `${printed(expression.source)}${expression.full ? '[*]' : '.*'}${expression.steps.map(printedStep).join('')}`;
    case 'call': {
      const list = expression.arguments.map(printed).join(', ');
      return `${expression.name}(${list}${expression.expandFinal ? '...' : ''})`;
    }
    case 'tuple':
      return `[${expression.items.map(printed).join(', ')}]`;
    case 'object':
      return `{ ${expression.items.map(({ key, value }) => `${printed(key)} = ${printed(value)}`).join(', ')} }`;
    case 'for': {
      const { braces, key, value, condition, group } = expression;
      const result = `${key ? `${printed(key)} => ` : ''}${printed(value)}${group ? '...' : ''}`;
      const filter = condition ? ` if ${printed(condition)}` : '';
      const [open, close] = braces ? ['{', '}'] : ['[', ']'];
      return `${open}for ${printedIteration(expression)} : ${result}${filter}${close}`;
    }
    case 'conditional':
      return `${printed(expression.condition)} ? ${printed(expression.then)} : ${printed(expression.else)}`;
    case 'unary':
      return `${expression.operator}${printed(expression.operand)}`;
    case 'binary':
      return `${printed(expression.left)} ${expression.operator} ${printed(expression.right)}`;
    case 'parentheses':
      return `(${printed(expression.inner)})`;
  }
}

function printedStep(step: SplatStep): string {
  switch (step.kind) {
    case 'attribute':
      return `.${step.name}`;
    case 'index':
      return `[${printed(step.key)}]`;
    case 'splat':
      return `${step.full ? '[*]' : '.*'}${step.steps.map(printedStep).join('')}`;
  }
}

function printedParts(parts: readonly TemplatePart[]): string {
  return parts.map(printedPart).join('');
}

function printedPart(part: TemplatePart): string {
  switch (part.kind) {
    case 'text':
      return escaped(part.value);
    case 'interpolation':
      return `\${ ${printed(part.expression)} }`;
    case 'if': {
      const otherwise = part.else.length > 0 ? `%{ else }${printedParts(part.else)}` : '';
      return `%{ if ${printed(part.condition)} }${printedParts(part.then)}${otherwise}%{ endif }`;
    }
    case 'for':
      return `%{ for ${printedIteration(part)} }${printedParts(part.parts)}%{ endfor }`;
  }
}

function printedIteration(loop: { keyName: string | undefined; valueName: string; collection: Expression }): string {
  const names = loop.keyName === undefined ? loop.valueName : `${loop.keyName}, ${loop.valueName}`;
  return `${names} in ${printed(loop.collection)}`;
}

/** Everything but letters and digits as escape, so that no character has a meaning. */
function escaped(text: string): string {
  return Array.from(text, character => {
    if (/^[a-z0-9 ]$/i.test(character)) return character;
    return `\\U${character.codePointAt(0)!.toString(16).padStart(8, '0')}`;
  }).join('');
}
