import { type SyntaxNode, valueAt } from '../parse/syntax.ts';
import { readFormula } from './conditions.ts';
import { and, not, or, TRUE } from './formula.ts';
import type { Scope } from './scope.ts';

/**
 * The Rules section: what it asserts holds in every deployment, so that other values of the parameters need not be
 * reckoned with.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 */
export function addRules(section: SyntaxNode | undefined, scope: Scope): void {
  for (const { value: rule } of section?.kind === 'mapping' ? section.entries : []) {
    const condition = valueAt(rule, 'RuleCondition');
    const assertions = valueAt(rule, 'Assertions');
    const asserted = (assertions?.kind === 'sequence' ? assertions.items : []).map(item => {
      const assert = valueAt(item, 'Assert');
      return assert ? readFormula(assert, scope) : TRUE;
    });
    const demanded = or([not(condition ? readFormula(condition, scope) : TRUE), and(asserted)]);
    // A rule that the known values break stops the deployment; it says nothing about the others.
    if (demanded.kind !== 'constant') scope.assumable.given.push(demanded);
  }
}
