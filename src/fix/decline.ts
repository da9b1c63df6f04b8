/** Why a finding is not mended in the source. */
export type Decline = keyof typeof REASONS;

/** In the words of the report on standard error. */
export const REASONS = {
  'no-fix': 'the rule has no fix that can be made in the text',
  template: 'it is about a whole input',
  conditional: 'it holds in some environments only',
  elsewhere: 'the value comes from elsewhere: a variable, a parameter, a condition, a default',
  alias: 'the text is shared through a YAML anchor',
  instances: 'other resources that are made from the same block do not fail',
  items: 'other items that are made from the same block or list do not fail',
  callers: 'it stands in a module that is called from several places',
  generated: 'the file is generated, or was downloaded',
  plan: 'a plan is not edited: fix the configuration',
  outside: 'the file is outside of what was named',
  unread: 'the file has mistakes in its syntax',
  encoding: 'the file is not plain UTF-8',
  loop: 'it is made by a loop of the template',
  'new-resource': 'it takes another resource block, which is not added automatically',
  'no-argument': 'no argument is known that sets it',
  needs: 'the block or object that it takes needs other settings, too',
  several: 'several blocks or items could be meant',
  unrelated: 'the finding is about something else than what the fix sets',
  excluded: 'the service refuses it as long as another setting is as it is',
  form: 'what is written there has another form',
  present: 'what the fix sets is there already',
  conflict: 'another finding wants another value in the same place',
  unsafe: 'it replaces the resource, or others rely on what is there: --fix-unsafe makes it all the same',
  stays: 'the finding would stay',
  unverified: 'the edited text would not mean the same otherwise',
} as const;

/** A finding that is not mended, as a value beside edits. */
export interface Declined {
  readonly decline: Decline;
  /** The resource type that would be needed, or another detail for the report. */
  readonly detail?: string;
}

/** A finding for which there is no edit. */
export function declined(decline: Decline, detail?: string): Declined {
  return detail === undefined ? { decline } : { decline, detail };
}

/** Whether a result says why there is none. */
export function isDeclined(result: object): result is Declined {
  return 'decline' in result;
}
