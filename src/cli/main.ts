import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../../package.json';
import { check } from './check.ts';
import { type CommandLine, help, parseCommandLine, UsageError } from './commandLine.ts';
import { EngineSession } from './engineSession.ts';
import { labels } from './labels.ts';
import { profile } from './profile.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** Runs one command line and returns the exit code: 0 clean, 1 findings at or above the bar, 2 could not run. */
async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let commandLine: CommandLine;
  try {
    commandLine = parseCommandLine(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.messages(`${error.message} See winnow --help.\n`);
    return 2;
  }
  switch (commandLine.command) {
    case 'help':
      terminal.out(help[commandLine.of ?? 'general']);
      return 0;
    case 'version':
      terminal.out(`${version}\n`);
      return 0;
    default:
      return runInEngine(commandLine, terminal);
  }
}

async function runInEngine(commandLine: Exclude<CommandLine, { command: 'help' | 'version' }>, terminal: Terminal): Promise<number> {
  if (commandLine.config !== undefined && !existsSync(commandLine.config)) {
    terminal.messages(`${commandLine.config}: There is no such configuration file.\n`);
    return 2;
  }
  const session = new EngineSession(join(__dirname, 'engine.js'), terminal, commandLine.memory);
  try {
    if (commandLine.command === 'check') return await check(commandLine, session, terminal);
    return await (commandLine.command === 'labels' ? labels : profile)(commandLine, session, terminal);
  } finally {
    session.dispose();
  }
}

const terminal = processTerminal();
run(process.argv.slice(2), terminal).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    terminal.messages(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
