import { describe, expect, test } from 'vitest';
import { cpuTime } from '../../cpu-time.ts';
import { bodies, evaluate } from '../folder.ts';

describe('an expression that is the same for all instances of a block', () => {
  test('is evaluated once: four thousand instances that each name all instances', () => {
    const started = cpuTime();
    const { resources, problems } = evaluate(`
      resource "aws_instance" "all" { count = 4000 }
      resource "aws_eip" "each" {
        count    = 4000
        instance = element(aws_instance.all[*].id, count.index)
        tags     = { last = element(values({ for i, id in aws_instance.all[*].id : i => id }), 3999) }
      }
    `);
    expect(problems).toEqual([]);
    expect(resources.length).toBe(8000);
    expect(bodies(resources)['aws_eip.each[17]']).toEqual({
      instance: '<aws_instance.all[17].id>',
      tags: { last: '<aws_instance.all[999].id>' },
    });
    expect(cpuTime() - started).toBeLessThan(20_000);
  });

  test('is not shared where it holds a name of the instance, of an iterator or of a loop', () => {
    const { resources } = evaluate(`
      locals { letters = ["a", "b"] }
      resource "aws_x" "y" {
        for_each = toset(local.letters)
        own      = upper(each.key)
        all      = [for letter in local.letters : upper(letter)]
        loops    = [for letter in local.letters : join(each.key, [letter, upper(letter)])]
        dynamic "block" {
          for_each = local.letters
          content {
            of_instance = upper(each.key)
            of_iterator = upper(block.value)
            of_both     = join("", [each.key, block.value])
            of_module   = join("", local.letters)
          }
        }
      }
    `);
    const blocks = (own: string) =>
      ['a', 'b'].map(letter => ({
        of_instance: own,
        of_iterator: letter.toUpperCase(),
        of_both: own.toLowerCase() + letter,
        of_module: 'ab',
      }));
    expect(bodies(resources)).toEqual({
      'aws_x.y["a"]': { own: 'A', all: ['A', 'B'], loops: ['aaA', 'baB'], block: blocks('A') },
      'aws_x.y["b"]': { own: 'B', all: ['A', 'B'], loops: ['abA', 'bbB'], block: blocks('B') },
    });
  });

  test('reports a mistake once', () => {
    const { problems } = evaluate(`
      resource "aws_x" "y" {
        count = 3
        a     = upper(local.none)
      }
    `);
    expect(problems).toEqual(['undeclared-reference main.tf:4']);
  });
});
