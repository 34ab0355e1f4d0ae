import { listInWords } from '../core/listInWords.ts';
import { nearestName } from '../core/nearestName.ts';
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
  const command = findCommand(name);
  if (!command) return misused(unknownCommand(name));
  const given = readGiven(command, others);
  return given.flag('help') ? { print: 'help', of: command } : { run: command.prepare(given) };
}

/** What prints the help on these arguments: on their command, where they name one. */
export function helpOn([name]: readonly string[]): string {
  return findCommand(name) ? `winnow ${name} --help` : 'winnow --help';
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

function findCommand(name: string | undefined): AnyCommand | undefined {
  return commands.find((each) => each.name === name);
}

function unknownCommand(given: string): string {
  const names = commands.map(({ name }) => name);
  if (given.startsWith('-')) return `A command comes first, not “${given}”: ${listInWords(names, 'or')}.`;
  const nearest = nearestName(given, names);
  return `There is no command “${given}”${nearest === undefined ? `; there are ${listInWords(names)}.` : `: did you mean “${nearest}”?`}`;
}
