import type { EngineMethods, OpenResult } from '../protocol/engineMethods.ts';
import { DisconnectedError } from '../protocol/rpc.ts';
import type { EngineHost, OptionsOf, ParamsOf, ResultOf } from './engineHost.ts';

/** What can be asked of a dataset once it is open. */
export type DatasetMethod = Exclude<keyof EngineMethods, 'open'>;

/** What a session needs of the engine host. */
export type SessionEngine = Pick<EngineHost, 'call' | 'generation' | 'newerThan'>;

interface Opened {
  readonly id: number;
  /** The engine process that knows the id: numbers start anew in the next one. */
  readonly generation: number;
}

/** One dataset in the engine process: whoever asks while it is being opened waits, whoever asks while the engine restarts asks again. */
export class DatasetSession {
  readonly #engine: SessionEngine;
  #opened: Promise<Opened> = failed('Nothing has been opened.');
  /** The dataset that is being opened, once the engine has named it; `shown`: it can be asked for rows in file order. */
  #named: (Opened & { readonly shown: boolean }) | null = null;
  #stopped = false;

  constructor(engine: SessionEngine) {
    this.#engine = engine;
  }

  /** From here on, calls are about the dataset that this opens; the one before is closed. */
  begin(opening: Promise<OpenResult>): void {
    this.#forget();
    const opened = opening.then(({ id }) => ({ id, generation: this.#engine.generation }));
    const done = (): void => void (this.#opened === opened && (this.#named = null));
    opened.then(done, done);
    this.#opened = opened;
  }

  /** The engine has named the dataset that it is opening. */
  name(id: number, shown: boolean): void {
    const first = this.#named === null;
    this.#named = { id, generation: this.#engine.generation, shown };
    if (first && this.#stopped) this.stop();
  }

  /** Ends loading where it is: opening is done then, with what there is. */
  stop(): void {
    this.#stopped = true;
    this.callEarly('stopLoading', {}).catch(() => undefined);
  }

  /** Asks the engine about the dataset; rejects with the reason why it could not be opened, where it could not. */
  async call<Name extends DatasetMethod>(method: Name, params: Omit<ParamsOf<Name>, 'id'>, options?: OptionsOf<Name>): Promise<ResultOf<Name>> {
    for (let attempt = 1; ; attempt++) {
      let { generation } = this.#engine;
      try {
        const opened = this.#named?.shown && canBeEarly(method, params) ? this.#named : await this.#opened;
        generation = opened.generation;
        options?.signal?.throwIfAborted();
        return await this.#engine.call(method, { ...params, id: opened.id } as unknown as ParamsOf<Name>, options);
      } catch (error) {
        if (attempt > 1 || !(error instanceof DisconnectedError)) throw error;
        await this.#engine.newerThan(generation);
      }
    }
  }

  /** Asks about a dataset that is still being opened: what makes no sense later is not asked at all. */
  async callEarly<Name extends DatasetMethod>(method: Name, params: Omit<ParamsOf<Name>, 'id'>): Promise<void> {
    const named = this.#named;
    if (named?.generation === this.#engine.generation) await this.#engine.call(method, { ...params, id: named.id } as unknown as ParamsOf<Name>);
  }

  /** Lets the engine forget the dataset. */
  close(): void {
    this.#forget();
    this.#opened = failed('The dataset was closed.');
  }

  #forget(): void {
    this.#stopped = false;
    this.#named = null;
    this.#opened.then(async ({ id, generation }) => {
      if (generation === this.#engine.generation) await this.#engine.call('close', { id });
    }).catch(() => undefined);
  }
}

/** What a dataset answers before it is loaded: rows in file order. */
function canBeEarly(method: DatasetMethod, params: object): boolean {
  if (method !== 'window') return false;
  const { view } = params as ParamsOf<'window'>;
  return view.filters.length === 0 && !view.sort;
}

function failed(reason: string): Promise<never> {
  const promise = Promise.reject<never>(new Error(reason));
  promise.catch(() => undefined);
  return promise;
}
