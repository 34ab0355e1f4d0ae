import { randomBytes } from 'node:crypto';
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { endTied, spawnTied } from './children.ts';
import { lastLines } from './command.ts';
import { removeHome, type EditorHome } from './editorHome.ts';
import { cleanEnvironment } from './environment.ts';
import type { ServerInstall } from './serverInstall.ts';

export interface ServerOptions {
  /** See `makeHome`. */
  home: EditorHome;
  /** A range of ports on 127.0.0.1, as "8000-8099", of which the first free one is taken; any free one without it. */
  ports?: string;
  /** Variables for the server and the extension hosts it starts. */
  env?: Record<string, string>;
}

export interface Server {
  port: number;
  /** The address that shows a folder in VS Code, with the token that lets it in. */
  url(folder: string): string;
  /** Resolves when the server ends, with its exit code. */
  ended: Promise<number | null>;
  /** Ends the server and everything it started, and deletes a temporary home. */
  stop(): Promise<void>;
}

/** Starts VS Code's server and web workbench on the loopback interface. Throws when it does not come up in a minute. */
export async function startServer(install: ServerInstall, { home, ports = '0', env = {} }: ServerOptions): Promise<Server> {
  const token = randomBytes(16).toString('hex');
  const tokenFile = join(home.folder, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const log = join(home.folder, 'server.log');
  const child = spawnTied(install.node, [
    install.main, '--host', '127.0.0.1', '--port', ports, '--connection-token-file', tokenFile,
    '--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust',
    '--server-data-dir', home.folder, '--user-data-dir', home.userData, '--extensions-dir', home.extensions,
  ], { env: cleanEnvironment(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const output = createWriteStream(log);
  child.stdout?.pipe(output, { end: false });
  child.stderr?.pipe(output, { end: false });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

  const listening = new Promise<number>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-2000);
      const match = /host agent listening on (\d+)/.exec(text);
      if (match?.[1] !== undefined) resolve(Number(match[1]));
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`it ended with code ${code}`)));
    setTimeout(() => reject(new Error('it said nothing for a minute')), 60_000).unref();
  });

  const stop = async (): Promise<void> => {
    await endTied(child);
    removeHome(home);
  };
  try {
    const bound = await listening;
    return { port: bound, url: (folder) => address(bound, token, folder), ended, stop };
  } catch (error) {
    const said = lastLines(log, 15);
    await stop();
    throw new Error(`VS Code's server did not start: ${(error as Error).message}.\n${said}`, { cause: error });
  }
}

function address(port: number, token: string, folder: string): string {
  const path = decodeURIComponent(pathToFileURL(folder).pathname);
  const query = new URLSearchParams({ tkn: token, folder: path });
  return `http://127.0.0.1:${port}/?${query.toString().replaceAll('%2F', '/')}`;
}
