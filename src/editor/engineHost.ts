import * as vscode from 'vscode';
import { createEngineClient, type EngineClient } from '../engine/client.ts';
import type { EngineEnd } from '../engine/engineEnd.ts';
import type { EngineMethods } from '../protocol/engineMethods.ts';
import type { CallOptions } from '../protocol/rpc.ts';
import { readSettings } from './settings.ts';

type EngineMethod = keyof EngineMethods;
export type ParamsOf<Name extends EngineMethod> = EngineMethods[Name]['params'];
export type ResultOf<Name extends EngineMethod> = EngineMethods[Name]['result'];
export type OptionsOf<Name extends EngineMethod> = CallOptions<EngineMethods[Name]['progress']>;

/** How long a call that lost its engine waits for the next one, in milliseconds. */
const patience = 30_000;

export interface EngineRestart {
  /** How the process before ended by itself; null: somebody asked for it. */
  readonly crash: EngineEnd | null;
}

/** The one engine process of this window, and the news that it was started again. */
export class EngineHost implements vscode.Disposable {
  readonly #modulePath: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #restarted = new vscode.EventEmitter<EngineRestart>();
  #client: EngineClient | null = null;
  #generation = 0;

  /** The engine is a new process that knows no dataset: documents open theirs again. */
  readonly onDidRestart = this.#restarted.event;

  constructor(modulePath: string, log: vscode.LogOutputChannel) {
    this.#modulePath = modulePath;
    this.#log = log;
  }

  /** Counts the processes there have been; a dataset's id is good for one of them. */
  get generation(): number {
    return this.#generation;
  }

  /** Starts the process ahead of its first use. */
  start(): void {
    this.#running().start();
  }

  call<Name extends EngineMethod>(method: Name, params: ParamsOf<Name>, options?: OptionsOf<Name>): Promise<ResultOf<Name>> {
    return this.#running().call(method, params, options);
  }

  /** Ends the process and starts a new one. */
  restart(): void {
    this.#client?.dispose();
    this.#client = null;
    this.start();
    this.#tellRestart({ crash: null });
  }

  /** Resolves once there is a newer process than that of `generation`; rejects when none comes. */
  async newerThan(generation: number): Promise<void> {
    if (this.#generation > generation) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => finish(() => reject(new Error('The data engine stopped and did not start again. Run “Winnow: Restart the Engine”.'))),
        patience,
      );
      const listener = this.onDidRestart(() => finish(resolve));
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        listener.dispose();
        settle();
      };
    });
  }

  dispose(): void {
    this.#client?.dispose();
    this.#client = null;
    this.#restarted.dispose();
  }

  #running(): EngineClient {
    if (this.#client) return this.#client;
    const client = createEngineClient({ modulePath: this.#modulePath, memoryLimit: () => readSettings().memoryLimit, log: (line) => this.#log.info(line) });
    client.onRestart((crash) => {
      this.#tellRestart({ crash });
      void this.#warn(crash);
    });
    return (this.#client = client);
  }

  async #warn({ what, advice, limited }: EngineEnd): Promise<void> {
    const message = `The data engine ${limited ? what : 'stopped'} and was started again. No decision was lost.`;
    const actions = limited ? ['Change the Limit', 'Show Log'] : ['Show Log'];
    const answer = await vscode.window.showWarningMessage(advice === undefined ? message : `${message} ${advice}`, ...actions);
    if (answer === 'Show Log') this.#log.show();
    else if (answer) await vscode.commands.executeCommand('workbench.action.openSettings', 'winnow.memoryLimit');
  }

  #tellRestart(restart: EngineRestart): void {
    this.#generation++;
    this.#restarted.fire(restart);
  }
}
