import { UsageError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';

export interface OptionDefinition {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** What its value is called in the help; without one it is a switch. */
  readonly value?: string;
  readonly description: string;
  readonly group?: string;
}

export interface CommandDefinition {
  readonly name: string;
  /** The positional arguments as the help shows them. */
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly OptionDefinition[];
  readonly maxPositionals?: number;
}

/** The options in the order in which they were given, switches with an empty value. */
export interface Arguments {
  readonly command: CommandDefinition;
  readonly positionals: readonly string[];
  readonly given: readonly { readonly name: string; readonly value: string }[];
}

export function isGiven(args: Arguments, name: string): boolean {
  return args.given.some(option => option.name === name);
}

/** The last value wins, as with other programs. */
export function lastValueOf(args: Arguments, name: string): string | undefined {
  return args.given.findLast(option => option.name === name)?.value;
}

export function valuesOf(args: Arguments, name: string): readonly string[] {
  return args.given.filter(option => option.name === name).map(option => option.value);
}

/** The values of an option whose value is a list as well: `--rule a,b --rule c`. */
export function listOf(args: Arguments, name: string): readonly string[] {
  return valuesOf(args, name)
    .flatMap(value => value.split(','))
    .map(value => value.trim())
    .filter(value => value !== '');
}

/** Splits `name=value` pairs into one record; a later one wins. */
export function pairsOf(args: Arguments, name: string): Record<string, string> {
  return Object.fromEntries(valuesOf(args, name).map(text => splitPair(text, name)));
}

export function splitPair(text: string, option: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--${option} takes NAME=VALUE, not ${JSON.stringify(text)}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** The value of an option that is one of a few; anything else is the user's mistake. */
export function choiceOf<T extends string>(args: Arguments, name: string, choices: readonly T[]): T | undefined {
  const value = lastValueOf(args, name);
  return value === undefined ? undefined : checkChoice(value, `--${name}`, choices);
}

export function checkChoice<T extends string>(value: string, what: string, choices: readonly T[]): T {
  const found = choices.find(choice => choice === value);
  if (found !== undefined) return found;
  throw new UsageError(`${what}: unknown value ${value}.${didYouMean(value, choices)} Known: ${choices.join(', ')}.`);
}

/**
 * Reads the words after the program's name. The first word that is a command is one; without a command it is the
 * first of the table. Options may stand anywhere; after `--` everything is positional.
 */
export function parseArguments(words: readonly string[], commands: readonly CommandDefinition[]): Arguments {
  const named = commands.find(command => command.name === words[0]);
  const command = named ?? commands[0]!;
  const positionals: string[] = [];
  const given: { name: string; value: string }[] = [];
  const rest = [...words.slice(named ? 1 : 0)];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      positionals.push(...rest);
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      positionals.push(word);
      continue;
    }
    const { option, inline } = readOption(word, command);
    if (option.value === undefined) {
      if (inline !== undefined) throw new UsageError(`--${option.name} takes no value`);
      given.push({ name: option.name, value: '' });
      continue;
    }
    const value = inline ?? rest.shift();
    if (value === undefined) throw new UsageError(`--${option.name} needs a value: --${option.name} ${option.value}`);
    given.push({ name: option.name, value });
  }
  const limit = command.maxPositionals ?? Number.POSITIVE_INFINITY;
  if (positionals.length > limit)
    throw new UsageError(`lintel ${command.name}: unexpected argument ${positionals[limit]}`);
  return { command, positionals, given };
}

function readOption(word: string, command: CommandDefinition): { option: OptionDefinition; inline?: string } {
  if (!word.startsWith('--')) {
    const option = command.options.find(({ short }) => short === word[1]);
    if (!option) throw new UsageError(`unknown option ${word}`);
    const inline = word.length > 2 ? word.slice(2).replace(/^=/, '') : undefined;
    return { option, inline };
  }
  const at = word.indexOf('=');
  const name = at < 0 ? word.slice(2) : word.slice(2, at);
  const option = command.options.find(each => each.name === name);
  if (!option) {
    const names = command.options.map(each => `--${each.name}`);
    throw new UsageError(`unknown option --${name}.${didYouMean(`--${name}`, names)}`);
  }
  return { option, inline: at < 0 ? undefined : word.slice(at + 1) };
}
