import { parseArgs, type ParseArgsConfig } from 'node:util';
import { errorMessage } from '../core/errorMessage.ts';
import { nearestName } from '../core/nearestName.ts';
import type { EngineSession } from './engineSession.ts';
import type { Terminal } from './terminal.ts';

/** Wrong arguments: the message says which, and the process ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function misused(message: string): never {
  throw new UsageError(message);
}

/** What stood on the command line behind the command's name. */
export interface Given {
  /** Arguments that are not options. */
  readonly files: readonly string[];
  /** Value of an option; undefined where it was not given. */
  text(option: string): string | undefined;
  /** Values of an option that may be given several times. */
  texts(option: string): readonly string[];
  flag(option: string): boolean;
}

/** What a command works with. */
export interface Tools {
  readonly terminal: Terminal;
  /** The engine process, started by the first that asks for it. Throws where the named configuration is not there. */
  engine(options: EngineOptions): EngineSession;
}

/** Options of every command that opens datasets. */
export interface EngineOptions {
  /** The only configuration that is read, instead of winnow.json beside the data and above. */
  readonly config?: string;
  /** Megabytes. */
  readonly memory?: number;
}

/** One command: one file in `commands/`, one line in its index. */
export interface Command<Settings = unknown> {
  readonly name: string;
  /** What comes behind the name, for the list of commands: `FILES…`. */
  readonly takes: string;
  /** A few words for the list of commands. */
  readonly summary: string;
  /** The whole help, from “Usage:” on. */
  readonly help: string;
  /** Names of options without dashes: `flag` has no value, `texts` may come several times. */
  readonly options: Readonly<Record<string, 'text' | 'texts' | 'flag'>>;
  /** Throws a UsageError. */
  read(given: Given): Settings;
  /** Returns the exit code: 0 clean, 1 findings at or above the bar, 2 could not run. What it throws is told, and ends with 2. */
  run(settings: Settings, tools: Tools): Promise<number>;
}

export type AnyCommand = Omit<Command, 'read' | 'run'> & {
  /** Reads the arguments and returns what is to be done. */
  prepare(given: Given): (tools: Tools) => Promise<number>;
};

/** Keeps the type of the settings between `read` and `run`. */
export function defineCommand<Settings>({ read, run, ...command }: Command<Settings>): AnyCommand {
  return { ...command, prepare: (given) => { const settings = read(given); return (tools) => run(settings, tools); } };
}

/** Reads what stands behind a command's name. Throws a UsageError. */
export function readGiven(command: AnyCommand, args: readonly string[]): Given {
  const options: NonNullable<ParseArgsConfig['options']> = { help: { type: 'boolean', short: 'h' } };
  for (const [name, kind] of Object.entries(command.options)) options[name] = { type: kind === 'flag' ? 'boolean' : 'string', multiple: kind === 'texts' };
  const { values, positionals } = parse(command, args, options);
  return {
    files: positionals,
    text: (option) => values[option] as string | undefined,
    texts: (option) => (values[option] as readonly string[] | undefined) ?? [],
    flag: (option) => values[option] === true,
  };
}

function parse(command: AnyCommand, args: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    return misused(inWords(command, errorMessage(error)));
  }
}

/** What Node's messages on arguments say, in our words. */
function inWords({ name, options }: AnyCommand, message: string): string {
  const option = /'(?:-\w, )?(-[^' ]*)/.exec(message)?.[1];
  if (option === undefined) return message;
  if (message.startsWith('Unknown option')) {
    const nearest = nearestName(option, Object.keys(options).map((known) => `--${known}`));
    return `winnow ${name} has no option ${option}${nearest === undefined ? '.' : `: did you mean ${nearest}?`}`;
  }
  if (message.includes('is ambiguous')) return `${option} wants a value; one that begins with a dash is written behind “=”: ${option}=-1.`;
  if (message.includes('argument missing')) return `${option} wants a value.`;
  return message.includes('does not take') ? `${option} takes no value.` : message;
}
