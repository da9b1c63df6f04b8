import type { RuleFile } from '../src/engine/rule-file.ts';
import type { Rule, RuleExample } from '../src/model/rule.ts';
import { positionAt } from '../src/model/source.ts';
import { evaluate, type Language, readExample, sourcesOf } from './examples.ts';

/** Rules of which a language has no resource in another file that could decide, and why. */
const NO_COMPANION: Readonly<Record<string, Readonly<Partial<Record<Language, string>>>>> = {
  'config-recorder-global-resources': {
    cloudformation: 'The stacks of a template are in one region, which has one recorder.',
  },
  'ec2-block-devices-encrypted': { cloudformation: 'There is no type for the encryption by default of an account.' },
  'elb-predefined-security-policy-ssl-check': { cloudformation: 'A load balancer holds its policies itself.' },
  'encrypted-volumes': { cloudformation: 'There is no type for the encryption by default of an account.' },
  'iam-user-group-membership-check': { terraform: 'A membership is read as a property of its user.' },
  's3-bucket-level-public-access-prohibited': {
    cloudformation: 'There is no type for the public access block of an account.',
  },
};

/**
 * What a rule about related resources lacks: in each language that can express it, a case in several files of which
 * the verdict is another one when each file is asked for itself. A language in which a rule has nothing to report
 * gives its reason in the cases.
 */
export async function missingAcrossFiles({ rule, examples }: RuleFile): Promise<string[]> {
  if (![rule.when, rule.unknownWhen, rule.require].some(asksOthers)) return [];
  const missing: string[] = [];
  for (const language of ['cloudformation', 'terraform'] as const) {
    const { fail, pass, unknown = [], skip = [] } = examples;
    if (![...fail, ...pass, ...unknown].some(example => sourcesOf(example, language))) continue;
    const has = await someDecided(rule, [...fail, ...pass, ...unknown, ...skip], language);
    const excused = NO_COMPANION[rule.id]?.[language] !== undefined;
    if (!has && !excused) missing.push(`a case in several ${language} files of which another one decides`);
    if (has && excused) missing.push(`no exception for ${language}: there is such a case`);
  }
  return missing;
}

function asksOthers(condition: unknown): boolean {
  if (typeof condition !== 'object' || condition === null) return false;
  return 'related' in condition || Object.values(condition).some(asksOthers);
}

async function someDecided(rule: Rule, cases: readonly RuleExample[], language: Language): Promise<boolean> {
  for (const example of cases) if (await isDecidedElsewhere(rule, example, language)) return true;
  return false;
}

/** Whether the verdicts are others where the resources of the other files are taken out. */
async function isDecidedElsewhere(rule: Rule, example: RuleExample, language: Language): Promise<boolean> {
  const files = sourcesOf(example, language);
  if (!files || Object.keys(files).length < 2) return false;
  const { info, resources } = await readExample(files, language, [rule]);
  const whole = verdicts(rule, example, { info, resources });
  const alone = Object.keys(files).map(path => {
    const own = resources.filter(({ nameSpan }) => nameSpan.file.path === path);
    return verdicts(rule, example, { info, resources: own });
  });
  // A template as a whole is asked once; of it, each file is a part.
  const answers = rule.scope === 'template' ? alone.filter(answer => answer.length > 0) : [alone.flat().sort()];
  return answers.some(answer => answer.join() !== whole.join());
}

function verdicts(rule: Rule, example: RuleExample, input: Parameters<typeof evaluate>[2]): string[] {
  return evaluate(rule, example, input)
    .map(({ verdict, resource, span }) => {
      const { line } = positionAt(span.file, span.start);
      return `${verdict} ${resource?.address} ${span.file.path}:${line}`;
    })
    .sort();
}
