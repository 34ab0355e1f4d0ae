import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { NothingToLearn } from '../../learn/folds.ts';
import { abortError } from '../../protocol/rpc.ts';
import { breather } from './breather.ts';
import type { Tell } from './labelInput.ts';
import { LearnJob, type Learnt, type LearnPart, type LearnTask } from './learnJob.ts';
import type { FromLearner, ToLearner } from './learnThread.ts';

/** Somebody who learns labels from parts that are handed over. */
export interface Learner {
  take(part: LearnPart): Promise<void>;
  learn(task: LearnTask, tell: Tell): Promise<Learnt>;
  /** Ends what it is at. */
  close(): void;
}

/** Learns in a thread of its own, by the bundle beside this one; run from source there is none, and it learns in this thread. */
export function startLearner(signal: AbortSignal): Learner {
  const bundle = join(__dirname, 'learner.js');
  return existsSync(bundle) ? new LearnerThread(new Worker(bundle), signal) : learnHere(signal);
}

function learnHere(signal: AbortSignal): Learner {
  const job = new LearnJob();
  return {
    take: (part) => Promise.resolve(job.take(part)),
    learn: (task, tell) => job.learn(task, breather(signal, tell)),
    close: () => undefined,
  };
}

/** There is no database in the thread: it can be ended at any time. */
class LearnerThread implements Learner {
  readonly #worker: Worker;
  readonly #signal: AbortSignal;
  #settle: { resolve(message: FromLearner): void; reject(error: unknown): void } | null = null;
  #tell: Tell = () => undefined;
  #failure: unknown = null;

  constructor(worker: Worker, signal: AbortSignal) {
    this.#worker = worker;
    this.#signal = signal;
    worker.on('message', (message: FromLearner) => {
      if (message.kind === 'progress') this.#tell(message.fraction, message.words);
      else this.#settle?.resolve(message);
    });
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('The learner stopped before it was done.')));
    signal.addEventListener('abort', this.#abort, { once: true });
    if (signal.aborted) this.#abort();
  }

  async take(part: LearnPart): Promise<void> {
    await this.#ask({ kind: 'part', part });
  }

  async learn(task: LearnTask, tell: Tell): Promise<Learnt> {
    this.#tell = tell;
    const answer = await this.#ask({ kind: 'learn', task });
    if (answer.kind === 'learnt') return answer.learnt;
    const message = answer.kind === 'failed' ? answer.message : 'The learner answered something else.';
    throw answer.kind === 'failed' && answer.name === 'NothingToLearn' ? new NothingToLearn(message) : new Error(message);
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#abort);
    void this.#worker.terminate();
  }

  readonly #abort = (): void => {
    this.#fail(abortError());
    void this.#worker.terminate();
  };

  #fail(error: unknown): void {
    this.#failure ??= error;
    this.#settle?.reject(this.#failure);
  }

  #ask(message: ToLearner): Promise<FromLearner> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      if (this.#failure !== null) reject(this.#failure);
      else this.#worker.postMessage(message);
    });
  }
}
