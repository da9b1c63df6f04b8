import type { Predicate, PredicateSubject } from '../../model/predicate.ts';
import type { Resource } from '../../model/resource.ts';
import { objectOf, propertyValue, type ReferenceValue, textOf } from '../../model/value.ts';
import type { Outcome } from '../../model/verdict.ts';
import { allBeside } from './beside.ts';

/** Questions about what is read from Systems Manager's parameters. */
export const parameterPredicates: Readonly<Record<string, Predicate>> = {
  'ssm.sends-no-secure-parameter': sendsNoSecureParameter,
};

/**
 * Passes where no argument in `with.arguments` of a Terraform data source is made of the value of a parameter that is
 * a SecureString. Of a parameter that is looked up it is not known whether it is one.
 */
function sendsNoSecureParameter(subject: PredicateSubject): Outcome {
  const { resource } = subject;
  const references = objectOf(propertyValue(resource.attributes, 'references'));
  let possible: Outcome | undefined;
  for (const name of namesOf(subject)) {
    const written = references?.properties.get(name);
    for (const item of written?.value.kind === 'list' ? written.value.items : []) {
      if (item.kind !== 'reference' || !isValue(item)) continue;
      const at = { span: written!.span, path: `Properties.${name}` };
      if (/(?:^|\.)data\.aws_ssm_parameter\./.test(item.target)) {
        const reason = `${name} sends ${item.target}, and whether that is a SecureString is not in the files`;
        possible ??= { verdict: 'unknown', ...at, reason };
      }
      const [secure] = parametersAt(item, subject).filter(isSecure);
      if (!secure) continue;
      const related = [{ span: secure.nameSpan, message: 'the parameter' }];
      return { verdict: 'fail', ...at, reason: `${name} sends the value of ${secure.address}`, related };
    }
  }
  return possible ?? { verdict: 'pass', span: resource.nameSpan, reason: 'it sends no SecureString' };
}

function namesOf({ with: { arguments: names } }: PredicateSubject): readonly string[] {
  return Array.isArray(names) ? names.map(String) : [];
}

/** Its name and ARN are no secret; the resource as a whole has its value in it. */
function isValue({ attribute = '' }: ReferenceValue): boolean {
  return attribute === '' || attribute === 'value';
}

/** A reference names the block; each of its instances may be meant. */
function parametersAt({ target }: ReferenceValue, subject: PredicateSubject): readonly Resource[] {
  return allBeside('AWS::SSM::Parameter', subject).filter(
    ({ address }) => address === target || address.startsWith(`${target}[`),
  );
}

function isSecure({ properties }: Resource): boolean {
  return textOf(propertyValue(properties, 'Type')) === 'SecureString';
}
