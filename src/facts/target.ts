/** Where a value goes: the steps of `LaunchTemplateData.NetworkInterfaces[0].Groups`. */
export interface Target {
  /** `^A`: from the resource's own properties, wherever the table around it begins. */
  readonly fromRoot: boolean;
  /** `~`: the properties of the value go beside it. */
  readonly merge: boolean;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly name: string;
  /** `A[]`: one more item; `A[0]`: the first item, made if there is none. */
  readonly item?: 'append' | 'first';
}

/** Reads the notation of mapping rows. Rows come from our own files, so the few distinct texts are kept. */
export function parseTarget(text: string): Target {
  const known = targets.get(text);
  if (known) return known;
  const target = read(text);
  targets.set(text, target);
  return target;
}

const targets = new Map<string, Target>();

function read(text: string): Target {
  if (text === '~') return { fromRoot: false, merge: true, steps: [] };
  const fromRoot = text.startsWith('^');
  const steps = (fromRoot ? text.slice(1) : text).split('.').map((step): Step => {
    if (step.endsWith('[]')) return { name: step.slice(0, -2), item: 'append' };
    if (step.endsWith('[0]')) return { name: step.slice(0, -3), item: 'first' };
    return { name: step };
  });
  return { fromRoot, merge: false, steps };
}
