import { listOf, propertyValue, scalar, textOf, type UnknownValue, unknown, type Value } from '../../model/value.ts';

/**
 * The canned ACL that grants come to, as CloudFormation has no others: what groups of S3 may do, the most open one
 * first. Undefined where only accounts are granted something.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
export function cannedAcl(value: Value): Value | undefined {
  const blocks = listOf(value)?.items ?? [value];
  const grants = blocks.flatMap(block => listOf(propertyValue(block, 'grant'))?.items ?? [block]);
  const found = new Map<string, Value>();
  let doubt: UnknownValue | undefined;
  for (const grant of grants) {
    if (grant.kind === 'unknown') doubt ??= grant;
    const grantee = first(propertyValue(grant, 'grantee')) ?? grant;
    const group = propertyValue(grantee, 'uri');
    const permissions = propertyValue(grant, 'permission') ?? propertyValue(grant, 'permissions');
    for (const permission of permissions ? (listOf(permissions)?.items ?? [permissions]) : []) {
      const name = group && cannedFor(textOf(group), textOf(permission));
      if (name !== undefined && !found.has(name)) found.set(name, scalar(name, permission.span));
      if (group?.kind === 'unknown') doubt ??= group;
      if (group && permission.kind === 'unknown') doubt ??= permission;
    }
  }
  const open = MOST_OPEN.flatMap(name => found.get(name) ?? [])[0];
  if (open || !doubt) return open;
  return { ...unknown(doubt.reason, doubt.missing, doubt.span), nullable: true };
}

const MOST_OPEN = ['PublicReadWrite', 'PublicRead', 'AuthenticatedRead', 'LogDeliveryWrite'];

/**
 * Who may write the ACL may give himself the rest. Writing is never open to account holders alone: anybody can be one.
 */
function cannedFor(group: string | undefined, permission: string | undefined): string | undefined {
  const writes = permission === 'WRITE' || permission === 'FULL_CONTROL' || permission === 'WRITE_ACP';
  switch (group?.slice(group.lastIndexOf('/') + 1)) {
    case 'AllUsers':
      return writes ? 'PublicReadWrite' : permission === 'READ' ? 'PublicRead' : undefined;
    case 'AuthenticatedUsers':
      return writes ? 'PublicReadWrite' : permission === 'READ' ? 'AuthenticatedRead' : undefined;
    case 'LogDelivery':
      return writes ? 'LogDeliveryWrite' : undefined;
    default:
      return undefined;
  }
}

function first(value: Value | undefined): Value | undefined {
  return value?.kind === 'list' ? value.items[0] : value;
}
