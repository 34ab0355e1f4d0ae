import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../core/errorMessage.ts';
import { version } from '../../package.json';
import { UsageError } from './command.ts';
import { type CommandLine, generalHelp, helpOn, parseCommandLine } from './commandLine.ts';
import { EngineSession } from './engineSession.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** Runs one command line and returns the exit code: 0 clean, 1 findings at or above the bar, 2 could not run. */
async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let commandLine: CommandLine;
  try {
    commandLine = parseCommandLine(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.messages(`${error.message} See ${helpOn(args)}.\n`);
    return 2;
  }
  if ('print' in commandLine) {
    terminal.out(commandLine.print === 'version' ? `${version}\n` : 'of' in commandLine ? commandLine.of.help : generalHelp());
    return 0;
  }
  let session: EngineSession | undefined;
  try {
    return await commandLine.run({
      terminal,
      engine({ config, memory }) {
        if (config !== undefined && !existsSync(config)) throw new Error(`${config}: There is no such configuration file.`);
        return (session ??= new EngineSession(join(__dirname, 'engine.js'), terminal, memory));
      },
    });
  } finally {
    session?.dispose();
  }
}

const terminal = processTerminal();
run(process.argv.slice(2), terminal).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    terminal.messages(`${errorMessage(error)}\n`);
    process.exitCode = 2;
  },
);
