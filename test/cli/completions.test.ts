import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { completionsCommand } from '../../src/cli/completions-command.ts';
import { folder } from '../folder.ts';

async function script(shell: string): Promise<string> {
  const environment = {
    workingDirectory: '/',
    variables: {},
    outputIsTerminal: false,
    version: '',
    readInput: async () => new Uint8Array(),
  };
  return (await completionsCommand(parseArguments(['completions', shell], COMMANDS), environment)).output;
}

/** What a shell says after it has read the script. */
function ask(command: string, options: readonly string[], files: Readonly<Record<string, string>>): string {
  const root = folder(files);
  const { stdout, stderr } = spawnSync(command, options, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, HOME: join(root, '.') },
  });
  return stderr + stdout;
}

const isThere = (command: string) => spawnSync(command, ['--version']).status === 0;

describe('completions', () => {
  test.skipIf(!isThere('bash'))('load in bash', async () => {
    const said = ask(
      'bash',
      [
        '-c',
        'source ./c; COMP_WORDS=(lintel expl); COMP_CWORD=1; _lintel; echo ${COMPREPLY[@]}; COMP_WORDS=(lintel graph --form); COMP_CWORD=2; _lintel; echo ${COMPREPLY[@]}; complete -p lintel',
      ],
      { c: await script('bash') },
    );
    expect(said).toBe('explain\n--format\ncomplete -o filenames -F _lintel lintel\n');
  });

  test.skipIf(!isThere('zsh'))('load in zsh, by the start-up file and by the function path', async () => {
    const text = await script('zsh');
    const loaded = 'autoload -Uz compinit; compinit -u; source ./c; echo ${_comps[lintel]}';
    expect(ask('zsh', ['-fc', loaded], { c: text })).toBe('_lintel\n');
    const found = 'fpath=($PWD/f $fpath); autoload -Uz compinit; compinit -u; echo ${_comps[lintel]}';
    expect(ask('zsh', ['-fc', found], { 'f/_lintel': text })).toBe('_lintel\n');
  });

  test.skipIf(!isThere('fish'))('load in fish', async () => {
    const said = ask('fish', ['-c', 'source ./c; complete -C "lintel expl"; complete -C "lintel graph --form"'], {
      c: await script('fish'),
    });
    expect(said).toMatch(/^explain\tone rule in full.*\n--format\t/);
  });

  test.skipIf(!isThere('pwsh'))('load in PowerShell', async () => {
    const said = ask(
      'pwsh',
      ['-NoProfile', '-Command', '. ./c.ps1; (TabExpansion2 "lintel expl" 11).CompletionMatches.CompletionText'],
      { 'c.ps1': await script('pwsh') },
    );
    expect(said.trim()).toBe('explain');
  });
});
