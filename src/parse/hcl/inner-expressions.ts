import type { Expression, SplatStep, TemplatePart } from './ast.ts';

/** The expressions that an expression is made of, in the order in which they are written. */
export function innerExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal':
    case 'variable':
      return [];
    case 'template':
      return expression.parts.flatMap(inTemplate);
    case 'get-attribute':
      return [expression.object];
    case 'index':
      return [expression.object, expression.key];
    case 'splat':
      return [expression.source, ...expression.steps.flatMap(inStep)];
    case 'call':
      return expression.arguments;
    case 'tuple':
      return expression.items;
    case 'object':
      return expression.items.flatMap(({ identifier, key, value }) =>
        identifier === undefined ? [key, value] : value,
      );
    case 'for':
      return [expression.collection, expression.key, expression.value, expression.condition].filter(
        part => part !== undefined,
      );
    case 'conditional':
      return [expression.condition, expression.then, expression.else];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'parentheses':
      return [expression.inner];
  }
}

function inTemplate(part: TemplatePart): readonly Expression[] {
  switch (part.kind) {
    case 'text':
      return [];
    case 'interpolation':
      return [part.expression];
    case 'if':
      return [part.condition, ...part.then.flatMap(inTemplate), ...part.else.flatMap(inTemplate)];
    case 'for':
      return [part.collection, ...part.parts.flatMap(inTemplate)];
  }
}

function inStep(step: SplatStep): readonly Expression[] {
  switch (step.kind) {
    case 'attribute':
      return [];
    case 'index':
      return [step.key];
    case 'splat':
      return step.steps.flatMap(inStep);
  }
}
