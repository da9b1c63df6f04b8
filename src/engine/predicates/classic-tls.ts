import { chosen, chosenProperty, type Predicate, type PredicateSubject } from '../../model/predicate.ts';
import { listOf, type Property, textOf, type Value } from '../../model/value.ts';
import type { Outcome } from '../../model/verdict.ts';
import { allBeside } from './beside.ts';

/** Questions about the TLS policies of classic load balancers. */
export const classicTlsPredicates: Readonly<Record<string, Predicate>> = {
  'elb.tls-policies-current': tlsPoliciesCurrent,
};

/**
 * Passes where every TLS listener names a policy of `with.policies`, or one of its own without the versions below 1.2,
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-options.html.
 */
function tlsPoliciesCurrent(subject: PredicateSubject): Outcome {
  const { resource } = subject;
  const listeners = itemsOf(resource.properties, 'Listeners', subject).filter(item => isTls(item, subject));
  const policies = itemsOf(resource.properties, 'Policies', subject).filter(item => isTlsPolicy(item, subject));
  let doubt: Outcome | undefined;
  for (const listener of listeners.length > 0 ? listeners : [undefined]) {
    const named = listener && policyNames(listener, subject);
    const used = named ? policies.filter(policy => named.has(nameOf(policy, subject) ?? '')) : policies;
    if (used.length === 0) {
      const span = listener && policies.length > 0 ? listener.span : resource.nameSpan;
      return { verdict: 'fail', span, reason: 'a TLS listener has no policy, and the default accepts TLS 1.0' };
    }
    for (const policy of used) {
      const outcome = judged(policy, subject);
      if (outcome.verdict === 'fail') return outcome;
      if (outcome.verdict === 'unknown') doubt ??= outcome;
    }
  }
  return doubt ?? { verdict: 'pass', span: resource.nameSpan, reason: 'its policies accept TLS 1.2 and later only' };
}

function itemsOf(object: Value | undefined, name: string, subject: PredicateSubject): Value[] {
  const found = chosenProperty(object, name, subject)?.value;
  const items = listOf(found)?.items ?? (found?.kind === 'object' ? [found] : []);
  return items.flatMap(item => chosen(item, subject) ?? []);
}

function isTls(listener: Value, subject: PredicateSubject): boolean {
  return /^(https|ssl)$/i.test(textOf(chosenProperty(listener, 'Protocol', subject)?.value) ?? '');
}

/** Policies for TLS are those with such attributes; others are for cookies and the proxy protocol. */
function isTlsPolicy(policy: Value, subject: PredicateSubject): boolean {
  return itemsOf(policy, 'Attributes', subject).some(attribute =>
    /^(Reference-Security-Policy$|Protocol-(SSL|TLS))/.test(
      textOf(chosenProperty(attribute, 'Name', subject)?.value) ?? '',
    ),
  );
}

function nameOf(policy: Value, subject: PredicateSubject): string | undefined {
  return textOf(chosenProperty(policy, 'PolicyName', subject)?.value);
}

/** Undefined where it is not known which policies the listener has: then all count. */
function policyNames(listener: Value, subject: PredicateSubject): Set<string> | undefined {
  if (subject.resource.arguments) return namesInTerraform(listener, subject);
  const names = itemsOf(listener, 'PolicyNames', subject).map(textOf);
  return names.includes(undefined) ? undefined : new Set(names as string[]);
}

/** Terraform says it in a resource of its own, `aws_load_balancer_listener_policy`. */
function namesInTerraform(listener: Value, subject: PredicateSubject): Set<string> | undefined {
  const { graph, resource } = subject;
  const port = textOf(chosenProperty(listener, 'LoadBalancerPort', subject)?.value);
  const name = textOf(chosenProperty(resource.properties, 'LoadBalancerName', subject)?.value);
  const referring = new Set(graph.referencesTo(resource).map(({ from }) => from));
  const pointing = allBeside('aws_load_balancer_listener_policy', subject).filter(policy => {
    const named = textOf(chosenProperty(policy.properties, 'load_balancer_name', subject)?.value);
    return referring.has(policy) || (named !== undefined && named === name);
  });
  const own = pointing.filter(
    ({ properties }) => textOf(chosenProperty(properties, 'load_balancer_port', subject)?.value) === port,
  );
  if (port === undefined || own.length === 0) return undefined;
  const names = own.flatMap(({ properties }) => itemsOf(properties, 'policy_names', subject)).map(textOf);
  return names.includes(undefined) ? undefined : new Set(names as string[]);
}

const OLD = ['Protocol-SSLv3', 'Protocol-TLSv1', 'Protocol-TLSv1.1'];

function judged(policy: Value, subject: PredicateSubject): Outcome {
  const attributes = new Map<string, { property: Property; value: Value }>();
  for (const attribute of itemsOf(policy, 'Attributes', subject)) {
    const name = textOf(chosenProperty(attribute, 'Name', subject)?.value);
    const value = chosenProperty(attribute, 'Value', subject);
    if (name !== undefined && value) attributes.set(name, value);
  }
  const reference = attributes.get('Reference-Security-Policy');
  if (reference) {
    const { span } = reference.property;
    const name = textOf(reference.value);
    if (name === undefined) return { verdict: 'unknown', span, reason: 'the policy is not known' };
    const accepted = ((subject.with['policies'] ?? []) as readonly unknown[]).includes(name);
    return { verdict: accepted ? 'pass' : 'fail', span, reason: `the policy is ${name}` };
  }
  for (const name of OLD) {
    const found = attributes.get(name);
    if (!found) continue;
    const value = textOf(found.value)?.toLowerCase();
    const { span } = found.property;
    if (value === undefined) return { verdict: 'unknown', span, reason: `${name} is not known` };
    if (value === 'true') return { verdict: 'fail', span, reason: `${name} is accepted` };
  }
  return { verdict: 'pass', span: policy.span, reason: 'it accepts TLS 1.2 and later only' };
}
