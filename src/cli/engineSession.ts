import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { WinnowConfig } from '../core/config.ts';
import { createEngineClient, type EngineClient } from '../engine/client.ts';
import { defaultMemoryLimit } from '../engine/memoryLimit.ts';
import type { OpenResult, WorkProgress } from '../protocol/engineMethods.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import { type ConfigProblem, readConfig } from '../sidecar/config.ts';
import { readSidecar } from '../sidecar/sidecarFile.ts';
import { plain, type Terminal } from './terminal.ts';

/** A dataset in the engine, and what was found out on the way there. */
export interface OpenedDataset extends OpenResult {
  readonly path: string;
  readonly configNotices: readonly ConfigProblem[];
}

/** The engine process of one run of the command line. */
export class EngineSession {
  readonly #terminal: Terminal;
  readonly #client: EngineClient;
  readonly #memoryLimit: number;

  /** `memoryLimit`: megabytes that the process keeps to; without it, what is usual. */
  constructor(modulePath: string, terminal: Terminal, memoryLimit = defaultMemoryLimit()) {
    this.#terminal = terminal;
    this.#memoryLimit = memoryLimit;
    this.#client = createEngineClient({
      modulePath,
      memoryLimit: () => memoryLimit,
      log: (line) => process.env['WINNOW_DEBUG'] && terminal.messages(`${line}\n`),
    });
    this.#client.start();
  }

  get call(): EngineClient['call'] {
    return this.#client.call.bind(this.#client);
  }

  /**
   * Opens a file by the path as given; `more` goes before what its configuration says. `forChecks`: nothing of its
   * columns is to be shown. Throws, in words for people, when it is not there or cannot be read.
   */
  async open(given: string, config: string | undefined, more: WinnowConfig = {}, forChecks = false): Promise<OpenedDataset> {
    const path = resolve(given);
    await requireFile(path);
    const found = await readConfig(path, config === undefined ? {} : { only: config });
    const full = { ...found.config, ...more };
    return { ...(await (forChecks ? this.openForChecks(path, full) : this.openFile(path, full))), path, configNotices: found.notices };
  }

  /** Opens a file as `open` does, and says what is to be said of it. */
  async openAndTell(given: string, config: string | undefined, more?: WinnowConfig, forChecks = false): Promise<OpenedDataset> {
    const opened = await this.open(given, config, more, forChecks);
    this.clearProgress();
    for (const { message } of [...opened.configNotices, ...opened.dataset.notices]) this.#terminal.messages(`${plain(message)}\n`);
    return opened;
  }

  /** The same, with what the sidecar has decided laid over the file. */
  async openDecided(given: string, config: string | undefined, forChecks = false): Promise<OpenedDataset> {
    const opened = await this.openAndTell(given, config, {}, forChecks);
    const { decisions } = await readSidecar(opened.path);
    await this.call('decide', { id: opened.id, decisions });
    return opened;
  }

  /** Opens a file that is there, configured like this. What is told of it while it is opened is shown, unless `options` says otherwise. */
  openFile(path: string, config: WinnowConfig, options: CallOptions<WorkProgress> = { onProgress: this.showProgress }): Promise<OpenResult> {
    return this.#client.call('open', { path, config, memoryLimit: this.#memoryLimit }, options);
  }

  /** Opens a file to run checks on it, and nothing that shows its columns. */
  openForChecks(path: string, config: WinnowConfig, options: CallOptions<WorkProgress> = { onProgress: this.showProgress }): Promise<OpenResult> {
    return this.#client.call('open', { path, config, memoryLimit: this.#memoryLimit, forChecks: true }, options);
  }

  /** One line that is written over; on a screen only. */
  readonly showProgress = ({ fraction, words }: WorkProgress): void => {
    if (!this.#terminal.shows) return;
    const share = fraction === undefined ? '' : ` ${Math.round(fraction * 100)} %`;
    this.#terminal.messages(`\r\u001b[K${plain(words).slice(0, 60)}${share}`);
  };

  clearProgress(): void {
    if (this.#terminal.shows) this.#terminal.messages('\r\u001b[K');
  }

  dispose(): void {
    this.#client.dispose();
  }
}

/** Throws, in words, where a path is not that of a file. */
export async function requireFile(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw new Error('There is no such file.');
    throw error;
  });
  if (found.isDirectory()) throw new Error('This is a folder. Name the files in it.');
  if (!found.isFile()) throw new Error('This is not a regular file.');
}
