/**
 * Typed requests over any port that carries structured clones: a webview, a child process.
 * Requests, replies, errors, cancellation and progress are derived from one interface per side.
 */

/** The methods of one side: `name(params) → result`, with progress of any shape while it runs. */
export type Methods<Shape> = { [Name in keyof Shape]: Method<unknown, unknown, unknown> };
export interface Method<Params, Result, Progress = never> {
  readonly params: Params;
  readonly result: Result;
  readonly progress: Progress;
}

type Params<M> = M extends Method<infer P, unknown, unknown> ? P : never;
type Result<M> = M extends Method<unknown, infer R, unknown> ? R : never;
type Progress<M> = M extends { readonly progress: infer P } ? P : never;

export interface Port {
  post(message: unknown): void;
  /** Returns a function that stops listening. */
  listen(receive: (message: unknown) => void): () => void;
}

export interface HandlerContext<P> {
  readonly signal: AbortSignal;
  progress(value: P): void;
}

export type Handlers<Local> = {
  [Name in keyof Local]: (params: Params<Local[Name]>, context: HandlerContext<Progress<Local[Name]>>) => Promise<Result<Local[Name]>> | Result<Local[Name]>;
};

export interface CallOptions<P> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (value: P) => void;
}

/** An error that came from the other side; `name` is its name there. */
export class RemoteError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** What a call rejects with when its port closed before the answer. */
export class DisconnectedError extends Error {
  override readonly name = 'DisconnectedError';
}

type Message =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly name: string; readonly message: string }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'progress'; readonly id: number; readonly value: unknown };

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
  progress?: (value: unknown) => void;
  finish(): void;
}

export interface Rpc<Remote> {
  call<Name extends keyof Remote & string>(
    method: Name,
    params: Params<Remote[Name]>,
    options?: CallOptions<Progress<Remote[Name]>>,
  ): Promise<Result<Remote[Name]>>;
  /** Stops listening; calls under way reject with a DisconnectedError, handlers under way are aborted. */
  close(reason: string): void;
}

/** A cancelled call rejects with this, at once, whatever the other side does. */
export function abortError(): Error {
  const error = new Error('Cancelled');
  error.name = 'AbortError';
  return error;
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

export function createRpc<Remote, Local>(port: Port, handlers: Handlers<Local>): Rpc<Remote> {
  const pending = new Map<number, Pending>();
  const running = new Map<number, AbortController>();
  let nextId = 1;
  let closed: string | undefined;

  const answer = async (message: Extract<Message, { kind: 'request' }>): Promise<void> => {
    const { id, method, params } = message;
    const controller = new AbortController();
    running.set(id, controller);
    const post = (reply: Message): void => {
      if (closed === undefined) port.post(reply);
    };
    try {
      if (!Object.hasOwn(handlers, method)) throw new Error(`Unknown method “${method}”`);
      const handler = handlers[method as keyof Local] as (params: unknown, context: HandlerContext<unknown>) => unknown;
      const result = await handler(params, {
        signal: controller.signal,
        progress: (value) => post({ kind: 'progress', id, value }),
      });
      post({ kind: 'reply', id, result });
    } catch (error) {
      const { name, message: text } = error instanceof Error ? error : new Error(String(error));
      post({ kind: 'error', id, name, message: text });
    } finally {
      running.delete(id);
    }
  };

  const receive = (raw: unknown): void => {
    if (!isMessage(raw)) return;
    if (raw.kind === 'request') {
      void answer(raw);
      return;
    }
    if (raw.kind === 'cancel') {
      running.get(raw.id)?.abort();
      return;
    }
    const call = pending.get(raw.id);
    if (!call) return;
    if (raw.kind === 'progress') {
      call.progress?.(raw.value);
      return;
    }
    call.finish();
    if (raw.kind === 'reply') call.resolve(raw.result);
    else call.reject(raw.name === 'AbortError' ? abortError() : new RemoteError(raw.name, raw.message));
  };

  const stopListening = port.listen(receive);

  return {
    call(method, params, options = {}) {
      return new Promise((resolve, reject) => {
        if (closed !== undefined) return reject(new DisconnectedError(closed));
        if (options.signal?.aborted) return reject(abortError());
        const id = nextId++;
        const abort = (): void => {
          port.post({ kind: 'cancel', id } satisfies Message);
          pending.get(id)?.finish();
          reject(abortError());
        };
        const entry: Pending = {
          resolve: resolve as (value: unknown) => void,
          reject,
          finish() {
            pending.delete(id);
            options.signal?.removeEventListener('abort', abort);
          },
        };
        if (options.onProgress) entry.progress = options.onProgress as (value: unknown) => void;
        pending.set(id, entry);
        options.signal?.addEventListener('abort', abort, { once: true });
        port.post({ kind: 'request', id, method, params } satisfies Message);
      });
    },
    close(reason) {
      if (closed !== undefined) return;
      closed = reason;
      stopListening();
      for (const controller of running.values()) controller.abort();
      for (const call of [...pending.values()]) {
        call.finish();
        call.reject(new DisconnectedError(reason));
      }
    },
  };
}

function isMessage(raw: unknown): raw is Message {
  return typeof raw === 'object' && raw !== null && 'kind' in raw && 'id' in raw && typeof raw.id === 'number';
}
