import { type AnyCommand, misused, readGiven, type Tools } from './command.ts';
import { commands } from './commands/index.ts';

/** What a command line asks for: a text to print, or something to do. */
export type CommandLine =
  | { readonly print: 'help' | 'version' }
  | { readonly print: 'help'; readonly of: AnyCommand }
  | { readonly run: (tools: Tools) => Promise<number> };

/** Reads the arguments after `winnow`. Throws a UsageError. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const [name, ...others] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') return { print: 'help' };
  if (name === 'version' || name === '--version' || name === '-v') return { print: 'version' };
  const command = commands.find((each) => each.name === name);
  if (!command)
    return misused(
      `${name.startsWith('-') ? 'Which command:' : `There is no command “${name}”;`} there are ${listed(commands.map((each) => each.name))}.`,
    );
  const given = readGiven(command, others);
  return given.flag('help') ? { print: 'help', of: command } : { run: command.prepare(given) };
}

/** The list of commands. */
export function generalHelp(): string {
  const width = Math.max(...commands.map(({ name, takes }) => name.length + takes.length + 1)) + 4;
  return `Usage: winnow COMMAND [OPTIONS] FILES…

Commands
${commands.map(({ name, takes, summary }) => `  ${`${name} ${takes}`.padEnd(width)}${summary}`).join('\n')}

Options
  --help          This text, or that of a command
  --version       The version of Winnow

Winnow reads CSV, TSV, JSONL, JSON, Parquet and Arrow. Exit code 0: nothing to fix; 1: findings; 2: something could not be run.
`;
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
