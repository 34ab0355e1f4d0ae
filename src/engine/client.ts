import { type ChildProcess, fork } from 'node:child_process';
import type { EngineMethods } from '../protocol/engineMethods.ts';
import { type CallOptions, createRpc, DisconnectedError, type Port, type Rpc } from '../protocol/rpc.ts';
import { describeEngineEnd, type EngineEnd } from './engineEnd.ts';
import { defaultMemoryLimit, heapLimit } from './memoryLimit.ts';

export interface EngineClientOptions {
  /** The bundle of `process.ts`. */
  readonly modulePath: string;
  /** One line of what the process says of itself. */
  readonly log: (line: string) => void;
  /** What the process is to keep to, in megabytes, asked whenever one is started: its own share of it is JavaScript's. */
  readonly memoryLimit?: () => number;
  /** For running it from source. */
  readonly execArgv?: readonly string[];
}

/** The engine process, started when it is needed and again when it has died. */
export interface EngineClient {
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  call<Name extends keyof EngineMethods>(
    method: Name,
    params: EngineMethods[Name]['params'],
    options?: CallOptions<EngineMethods[Name]['progress']>,
  ): Promise<EngineMethods[Name]['result']>;
  /** Starts the process ahead of its first use: it takes about a quarter of a second. */
  start(): void;
  /** Called when a new process has taken the place of one that died, and how that ended; it knows no dataset. Returns a function that stops listening. */
  onRestart(listener: (end: EngineEnd) => void): () => void;
  /** Ends the process; calls under way reject. */
  dispose(): void;
}

/** A process that dies this many times in a row without having answered anything is not started again by itself. */
const mostFailures = 3;
/** Long queries, reads of files and callbacks wait for these threads; four, the default, would hold up a window behind checks. */
const threads = '16';
/** Places where glibc keeps freed memory: as many as there are threads, the default, hold hundreds of megabytes that nobody uses. */
const arenas = '2';
/** Its last words may come after the news of its end, which waits for them so long, in milliseconds: a process that it started may keep the way open. */
const patience = 1000;
/** Lines that are kept of what it says: those in which a process without memory says so stand above a trace of calls. */
const linesKept = 100;

interface Running {
  readonly child: ChildProcess;
  readonly rpc: Rpc<EngineMethods>;
}

/** The engine in a process of its own, started by the first call, and again after each crash until it has crashed too often. */
export function createEngineClient(options: EngineClientOptions): EngineClient {
  const listeners = new Set<(end: EngineEnd) => void>();
  let running: Running | null = null;
  let disposed = false;
  let failures = 0;

  const start = (): Running => {
    if (disposed) throw new DisconnectedError('The data engine was closed');
    if (running) return running;
    const memoryLimit = options.memoryLimit?.() ?? defaultMemoryLimit();
    const child = fork(options.modulePath, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: { ...process.env, UV_THREADPOOL_SIZE: threads, MALLOC_ARENA_MAX: arenas, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [`--max-old-space-size=${heapLimit(memoryLimit)}`, ...(options.execArgv ?? [])],
    });
    const lines = logLines(child, options.log);
    const rpc = createRpc<EngineMethods, Record<string, never>>(portOf(child), {});
    const started = { child, rpc };
    running = started;
    let ended = false;
    const end = (how: string): void => {
      if (ended) return;
      ended = true;
      if (running === started) running = null;
      afterEnd(rpc, describeEngineEnd({ how, lines, memoryLimit }));
    };
    child.once('exit', (code, signal) => {
      const how = signal ? `signal ${signal}` : `exit code ${code}`;
      child.once('close', () => end(how));
      setTimeout(() => end(how), patience).unref();
    });
    child.once('error', (error) => end(error.message));
    return started;
  };

  const afterEnd = (rpc: Rpc<EngineMethods>, ended: EngineEnd): void => {
    if (disposed) return rpc.close('The data engine was closed');
    failures++;
    const again = failures <= mostFailures;
    const told = again ? 'it has been started again' : `it has stopped ${failures} times in a row and is not started again by itself`;
    const words = `The data engine ${ended.what}; ${told}.${ended.advice === undefined ? '' : ` ${ended.advice}`}`;
    options.log(words);
    if (again) start();
    rpc.close(words);
    if (again) for (const listener of [...listeners]) listener(ended);
  };

  return {
    get pid() {
      return running?.child.pid;
    },
    async call(method, params, callOptions) {
      const call = start().rpc.call as EngineClient['call'];
      const result = await call(method, params, callOptions);
      failures = 0;
      return result;
    },
    start: () => void start(),
    onRestart(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      const { child, rpc } = running ?? {};
      running = null;
      rpc?.close('The data engine was closed');
      if (child?.connected) child.disconnect();
      // It tidies up after itself; nobody has to wait for that.
      child?.unref();
      child?.stderr?.destroy();
    },
  };
}

function portOf(child: ChildProcess): Port {
  return {
    post(message) {
      // The channel of a process that has just died is closed before its exit is told: the call then rejects with it.
      if (child.connected) child.send(message as object, () => undefined);
    },
    listen(receive) {
      child.on('message', receive);
      return () => child.off('message', receive);
    },
  };
}

/** Passes on what a process says, line by line. Returns the last of the lines, as of any time. */
function logLines(child: ChildProcess, log: (line: string) => void): readonly string[] {
  const last: string[] = [];
  let rest = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = (lines.pop() ?? '').slice(-10_000);
    for (const line of lines) {
      if (line.trim() === '') continue;
      last.push(line);
      if (last.length > linesKept) last.shift();
      log(line);
    }
  });
  return last;
}
