import { parentPort } from 'node:worker_threads';
import { errorMessage } from '../../core/errorMessage.ts';
import { LearnJob, type LearnPart, type LearnTask, type Learnt } from './learnJob.ts';

/** What a thread that learns is sent; each part is answered by `taken`, so that no more of them wait than are sent. */
export type ToLearner = { readonly kind: 'part'; readonly part: LearnPart } | { readonly kind: 'learn'; readonly task: LearnTask };

/** What it answers. */
export type FromLearner =
  | { readonly kind: 'taken' }
  | { readonly kind: 'progress'; readonly fraction: number; readonly words: string }
  | { readonly kind: 'learnt'; readonly learnt: Learnt }
  | { readonly kind: 'failed'; readonly name: string; readonly message: string };

/** Between two words of progress, in milliseconds. */
const quiet = 100;

const job = new LearnJob();
const send = (message: FromLearner, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(message, transfer);

parentPort?.on('message', (message: ToLearner) => {
  if (message.kind === 'part') {
    job.take(message.part);
    return send({ kind: 'taken' });
  }
  let last = 0;
  const checkpoint = (fraction: number, words: string): void => {
    if (performance.now() - last < quiet) return;
    last = performance.now();
    send({ kind: 'progress', fraction, words });
  };
  job.learn(message.task, checkpoint).then(
    (learnt) => send({ kind: 'learnt', learnt }, [learnt.probabilities.buffer as ArrayBuffer]),
    (error: unknown) => send({ kind: 'failed', name: error instanceof Error ? error.name : 'Error', message: errorMessage(error) }),
  );
});
