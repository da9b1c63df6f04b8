import { wildcardMatch } from '../model/wildcard.ts';
import { lineFile } from './data.ts';

/**
 * An IAM action as AWS's service authorization reference lists it,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html.
 */
export interface IamAction {
  /** `s3:GetObject`, in the reference's spelling. */
  readonly name: string;
  readonly access: AccessLevel;
  /** Resource types that a statement's `Resource` can name for it. Empty: only `*` has an effect. */
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
  /** Condition keys beside the global ones. */
  readonly conditionKeys: readonly string[];
  /** Further actions that must be allowed for it to work: `iam:PassRole`. */
  readonly dependentActions: readonly string[];
}

export type AccessLevel = 'List' | 'Read' | 'Write' | 'Permissions management' | 'Tagging';

/** An action by its name, in any letter case: `s3:getobject`; undefined where AWS has no such action. */
export function iamAction(action: string): IamAction | undefined {
  const colon = action.indexOf(':');
  if (colon < 0) return undefined;
  return serviceActions(action.slice(0, colon).toLowerCase())?.get(action.slice(colon + 1).toLowerCase());
}

/**
 * The actions that a policy's pattern names: `*` any run of characters, `?` one, in any letter case:
 * `s3:Get*`, `*`. Empty where nothing matches. Patterns of several services read all of them.
 */
export function iamActionsMatching(pattern: string): readonly IamAction[] {
  const known = matched.get(pattern);
  if (known) return known;
  const actions = findMatching(pattern.toLowerCase());
  matched.set(pattern, actions);
  return actions;
}

/** Whether AWS has such a service prefix: `s3`, `lambda`. */
export function isIamService(prefix: string): boolean {
  return serviceActions(prefix.toLowerCase()) !== undefined;
}

function findMatching(pattern: string): readonly IamAction[] {
  const colon = pattern.indexOf(':');
  if (colon < 0 && !/^\*+$/.test(pattern)) return [];
  const service = colon < 0 ? '*' : pattern.slice(0, colon);
  const action = colon < 0 ? '*' : pattern.slice(colon + 1);
  const services = /[*?]/.test(service) ? lines.keys().filter(name => wildcardMatch(service, name)) : [service];
  return services.flatMap(name => {
    const actions = serviceActions(name);
    return actions ? [...actions].filter(([key]) => wildcardMatch(action, key)).map(([, found]) => found) : [];
  });
}

const lines = lineFile('iam.txt');
const services = new Map<string, ReadonlyMap<string, IamAction> | undefined>();
const matched = new Map<string, readonly IamAction[]>();

/** `s`: strings that the codes name by index; `a`: action → `level|resource types|condition keys|dependent actions`. */
interface ServiceLine {
  readonly s: readonly string[];
  readonly a: Readonly<Record<string, string>>;
}

const ACCESS_LEVELS: Readonly<Record<string, AccessLevel>> = {
  L: 'List',
  R: 'Read',
  W: 'Write',
  P: 'Permissions management',
  T: 'Tagging',
};

/** Actions of a service by their names in lower case. */
function serviceActions(service: string): ReadonlyMap<string, IamAction> | undefined {
  if (services.has(service)) return services.get(service);
  const line = lines.get(service);
  const actions = line === undefined ? undefined : readService(service, JSON.parse(line) as ServiceLine);
  services.set(service, actions);
  return actions;
}

function readService(service: string, line: ServiceLine): Map<string, IamAction> {
  const named = (list: string | undefined) => (list ? list.split(',').map(index => line.s[Number(index)]!) : []);
  return new Map(
    Object.entries(line.a).map(([name, code]) => {
      const [level, resources, conditions, dependent] = code.split('|');
      const action: IamAction = {
        name: `${service}:${name}`,
        access: ACCESS_LEVELS[level!] ?? 'Write',
        resourceTypes: (resources ? resources.split(',') : []).map(type => ({
          name: line.s[Number.parseInt(type, 10)]!,
          required: type.endsWith('*'),
        })),
        conditionKeys: named(conditions),
        dependentActions: named(dependent),
      };
      return [name.toLowerCase(), action];
    }),
  );
}
