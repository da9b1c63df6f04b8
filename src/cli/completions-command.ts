import { UsageError } from '../errors.ts';
import { type Arguments, type CommandDefinition, checkChoice } from './arguments.ts';
import { COMMANDS } from './commands.ts';
import type { CommandResult, Environment } from './environment.ts';

/** `lintel completions SHELL`: a script for the shell's start-up file. */
export async function completionsCommand(args: Arguments, _environment: Environment): Promise<CommandResult> {
  const shell = args.positionals[0];
  if (shell === undefined) throw new UsageError(`lintel completions ${SHELLS.join('|')}: which shell?`);
  return { exitCode: 0, output: SCRIPTS[checkChoice(shell, 'completions', SHELLS)](COMMANDS) };
}

const SHELLS = ['bash', 'zsh', 'fish', 'pwsh'] as const;

type Script = (commands: readonly CommandDefinition[]) => string;

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], Script>> = {
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
# As a file of the function path it is called; read by a start-up file it registers itself.
if [ "$funcstack[1]" = "_lintel" ]; then _lintel "$@"; else compdef _lintel lintel; fi
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
  // Without a match PowerShell completes paths.
  pwsh: commands => `Register-ArgumentCompleter -Native -CommandName lintel -ScriptBlock {
  param($word, $ast, $position)
  $options = @{
${commands.map(command => `    '${command.name}' = '${options(command)}'`).join('\n')}
  }
  $command = "$($ast.CommandElements | Select-Object -Skip 1 -First 1)"
  $words = if ($options.ContainsKey($command)) { $options[$command] } else { '${names(commands)} ' + $options['${commands[0]!.name}'] }
  $words -split ' ' | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`,
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
