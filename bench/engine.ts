/** All rules over 10,000 resources in one input: the resources of the rules' own examples, again and again. Goal: 1 s. */
import { performance } from 'node:perf_hooks';
import { readTemplate } from '../src/cloudformation/template.ts';
import { builtInExamples, loadBuiltInRules } from '../src/engine/load.ts';
import { runRules } from '../src/engine/run.ts';
import { buildGraph } from '../src/model/graph.ts';
import type { InputInfo, Resource } from '../src/model/resource.ts';
import type { RuleExample } from '../src/model/rule.ts';
import type { Value } from '../src/model/value.ts';

const COUNT = 10_000;
const RUNS = 5;
const NO_FILES = { read: () => undefined, readBytes: () => undefined, list: () => [], has: () => false };

const rules = loadBuiltInRules();
if (rules.length === 0) throw new Error('no rules: run npm run build first');
const info: InputInfo = { path: 'bench.yaml', dialect: 'cloudformation' };
const resources = copies(exampleResources(), COUNT);
const graph = buildGraph(resources, [info]);
const times: number[] = [];
let evaluations = 0;
for (let run = 0; run < RUNS; run++) {
  const start = performance.now();
  evaluations = runRules(rules, graph).length;
  times.push(performance.now() - start);
}
const best = Math.min(...times);
const all = times.map(time => Math.round(time)).join(', ');
console.log(`engine: ${rules.length} rules, ${resources.length} resources, ${evaluations} evaluations: ${all} ms`);
console.log(`  ${((best / evaluations) * 1000).toFixed(1)} µs each${best < 1000 ? '' : ': slower than the goal'}`);

function exampleResources(): Resource[] {
  const texts = rules.flatMap(({ id }) =>
    Object.values(builtInExamples(id) ?? {}).flatMap(cases =>
      cases.flatMap(({ cloudformation }: RuleExample) => (typeof cloudformation === 'string' ? [cloudformation] : [])),
    ),
  );
  return texts.flatMap((text, index) => {
    const file = { path: `${index}.yaml`, text };
    return readTemplate(file, { files: NO_FILES }).resources.map(resource => renamed(resource, `E${index}`));
  });
}

function copies(originals: readonly Resource[], count: number): Resource[] {
  const made: Resource[] = [];
  for (let copy = 0; made.length < count; copy++) {
    for (const resource of originals.slice(0, count - made.length)) made.push(renamed(resource, `C${copy}`));
  }
  return made;
}

/** The same resource under another name; references inside an example stay inside. */
function renamed(resource: Resource, prefix: string): Resource {
  const properties = prefixed(resource.properties, prefix) as Resource['properties'];
  return { ...resource, id: prefix + resource.id, address: prefix + resource.address, input: info, properties };
}

function prefixed(value: Value, prefix: string): Value {
  switch (value.kind) {
    case 'reference':
      return { ...value, target: prefix + value.target };
    case 'list':
      return { ...value, items: value.items.map(item => prefixed(item, prefix)) };
    case 'template':
      return { ...value, parts: value.parts.map(part => (typeof part === 'string' ? part : prefixed(part, prefix))) };
    case 'object': {
      const entries = Array.from(value.properties, ([name, property]) => {
        return [name, { ...property, value: prefixed(property.value, prefix) }] as const;
      });
      return { ...value, properties: new Map(entries) };
    }
    default:
      return value;
  }
}
