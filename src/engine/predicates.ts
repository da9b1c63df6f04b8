import { iamPredicates } from '../iam/predicates.ts';
import type { Predicate, PredicateSubject } from '../model/predicate.ts';
import type { Resource } from '../model/resource.ts';
import { type Context, PRESENT, type Question } from './answer.ts';
import type { CompileContext } from './conditions.ts';
import { operandOf } from './operands.ts';
import { allowedPredicates } from './predicates/allowed.ts';
import { arnPredicates } from './predicates/arns.ts';
import { backupSelectionPredicates } from './predicates/backup-selections.ts';
import { bucketNamePredicates } from './predicates/bucket-names.ts';
import { certificatePredicates } from './predicates/certificates.ts';
import { classicTlsPredicates } from './predicates/classic-tls.ts';
import { databasePredicates } from './predicates/databases.ts';
import { dnsTargetPredicates } from './predicates/dns-targets.ts';
import { kmsKeyPredicates } from './predicates/kms-keys.ts';
import { logFormatPredicates } from './predicates/log-formats.ts';
import { loggingRolePredicates } from './predicates/logging-roles.ts';
import { networkPredicates } from './predicates/network.ts';
import { networkAclPredicates } from './predicates/network-acl.ts';
import { networkAclOverlapPredicates } from './predicates/network-acl-overlap.ts';
import { parameterPredicates } from './predicates/parameters.ts';
import { sameValuePredicates } from './predicates/same-value.ts';
import { secretPredicates } from './predicates/secrets.ts';
import { tagPredicates } from './predicates/tags.ts';
import { topologyPredicates } from './predicates/topology.ts';
import { tracingPredicates } from './predicates/tracing.ts';
import { trailAlarmPredicates } from './predicates/trail-alarms.ts';
import { trailDataEventPredicates } from './predicates/trail-data-events.ts';
import { usePredicates } from './predicates/uses.ts';
import { workloadPredicates } from './predicates/workloads.ts';
import { zonePredicates } from './predicates/zones.ts';
import { assume } from './scenarios.ts';

/** All questions that need code, by the names under which rules ask them. */
export const predicates: Readonly<Record<string, Predicate>> = {
  ...iamPredicates,
  ...allowedPredicates,
  ...arnPredicates,
  ...backupSelectionPredicates,
  ...bucketNamePredicates,
  ...certificatePredicates,
  ...classicTlsPredicates,
  ...databasePredicates,
  ...kmsKeyPredicates,
  ...dnsTargetPredicates,
  ...logFormatPredicates,
  ...loggingRolePredicates,
  ...networkPredicates,
  ...networkAclPredicates,
  ...networkAclOverlapPredicates,
  ...parameterPredicates,
  ...sameValuePredicates,
  ...secretPredicates,
  ...tagPredicates,
  ...topologyPredicates,
  ...tracingPredicates,
  ...trailAlarmPredicates,
  ...trailDataEventPredicates,
  ...usePredicates,
  ...workloadPredicates,
  ...zonePredicates,
};

/** Turns a named predicate with its inputs into a question. Throws where there is no such predicate. */
export function compilePredicate(
  name: string,
  inputs: Readonly<Record<string, unknown>> | undefined,
  { ruleId, parameters }: CompileContext,
): Question {
  const predicate = Object.hasOwn(predicates, name) ? predicates[name] : undefined;
  if (!predicate) throw new Error(`no predicate is called ${name}`);
  const withInputs = operandOf(inputs ?? {}, parameters) as Readonly<Record<string, unknown>>;
  return context => {
    const resource = context.resource ?? anyResource(context);
    const subject: PredicateSubject = {
      resource,
      graph: context.graph,
      value: context.item.value,
      property: context.item.property,
      with: withInputs,
      parameters,
      assume: asked => assume(asked, context.scenario),
    };
    try {
      const { verdict, span, path, declaredIn, reason, related } = predicate(subject);
      return {
        verdict,
        at: context.item,
        words: () => reason,
        weight: PRESENT,
        related,
        found: { span, path, declaredIn },
      };
    } catch (cause) {
      const where = `${resource.address} in ${context.input.path}`;
      throw new Error(`predicate ${name} of rule ${ruleId} failed on ${where}`, { cause });
    }
  };
}

/** A rule about a whole input is asked of its first resource; inputs without any are left out. */
function anyResource({ graph, input }: Context): Resource {
  return graph.inInput(input)[0]!;
}
