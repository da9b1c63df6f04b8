import type { Resource } from '../../model/resource.ts';
import type { Value } from '../../model/value.ts';
import { objectOf, propertyValue, textOf } from '../../model/value.ts';
import { warn } from '../scope.ts';
import type { EventExpander, Expansion, RoleDraft } from './expansion.ts';
import { pollingEvents } from './polling-events.ts';
import { pushEvents } from './push-events.ts';
import { scheduleV2 } from './schedule-events.ts';

/** What each kind of event of a function makes. */
const expanders: Readonly<Record<string, EventExpander>> = { ...pushEvents, ...pollingEvents, ScheduleV2: scheduleV2 };

/** The resources of a function's events. */
export function eventsOf(
  source: Resource,
  target: { arn: Value; name: Value; role: RoleDraft },
  expansion: Expansion,
): Resource[] {
  const events = objectOf(source.properties.properties.get('Events')?.value)?.properties ?? [];
  // A default route covers the routes beside it, so that it must be known before them.
  const sorted = [...events].sort(([, a], [, b]) => Number(hasPath(a.value)) - Number(hasPath(b.value)));
  return sorted.flatMap(([name, property]) => {
    const type = textOf(propertyValue(property.value, 'Type'));
    const expand = type !== undefined && Object.hasOwn(expanders, type) ? expanders[type] : undefined;
    if (!expand) {
      const message = `The event "${name}" has no type that SAM knows.`;
      warn(expansion.scope, 'template-unknown-event', message, property.nameSpan);
      return [];
    }
    const properties = objectOf(propertyValue(property.value, 'Properties'));
    const event = { id: `${source.id}${name}`, source, nameSpan: property.nameSpan, properties, ...target };
    return expand(event, expansion);
  });
}

function hasPath(event: Value): boolean {
  const path = propertyValue(propertyValue(event, 'Properties'), 'Path');
  return path !== undefined && textOf(path) !== '$default';
}
