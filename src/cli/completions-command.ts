import { UsageError } from '../errors.ts';
import { type Arguments, type CommandDefinition, checkChoice } from './arguments.ts';
import { COMMANDS } from './commands.ts';
import type { CommandResult, Environment } from './environment.ts';

/** `lintel completions SHELL`: a script for the shell's start-up file. */
export async function completionsCommand(args: Arguments, _environment: Environment): Promise<CommandResult> {
  const shell = args.positionals[0];
  if (shell === undefined) throw new UsageError('lintel completions bash|zsh|fish: which shell?');
  return { exitCode: 0, output: SCRIPTS[checkChoice(shell, 'completions', ['bash', 'zsh', 'fish'])](COMMANDS) };
}

type Script = (commands: readonly CommandDefinition[]) => string;

const SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish', Script>> = {
  bash: commands => `_lintel() {
  local command=\${COMP_WORDS[1]} current=\${COMP_WORDS[COMP_CWORD]} words
  case "$command" in
${commands.map(command => `    ${command.name}) words="${options(command)}" ;;`).join('\n')}
    *) words="${names(commands)} ${options(commands[0]!)}" ;;
  esac
  COMPREPLY=($(compgen -f -W "$words" -- "$current"))
}
complete -o filenames -F _lintel lintel
`,
  zsh: commands => `#compdef lintel
_lintel() {
  case "$words[2]" in
${commands.map(command => `    ${command.name}) compadd -- ${options(command)} ;;`).join('\n')}
    *) compadd -- ${names(commands)} ${options(commands[0]!)} ;;
  esac
  _files
}
compdef _lintel lintel
`,
  fish: commands =>
    commands
      .flatMap(command => [
        `complete -c lintel -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
        ...command.options.map(
          ({ name, description, value }) =>
            `complete -c lintel -n "__fish_seen_subcommand_from ${command.name}" -l ${name}${value ? ' -r' : ''} -d ${quoted(description)}`,
        ),
      ])
      .map(line => `${line}\n`)
      .join(''),
};

function names(commands: readonly CommandDefinition[]): string {
  return commands.map(({ name }) => name).join(' ');
}

function options(command: CommandDefinition): string {
  return command.options.map(({ name }) => `--${name}`).join(' ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}
