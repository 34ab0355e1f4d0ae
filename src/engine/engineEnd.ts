import { formatCount } from '../core/countWords.ts';
import { heapLimit } from './memoryLimit.ts';

/** How an engine process ended, for people. */
export interface EngineEnd {
  /** What it did, to stand behind “The data engine”: “stopped (exit code 1)”. */
  readonly what: string;
  /** What may help, as a sentence. Absent where nothing is known. */
  readonly advice?: string;
  /** It came to the limit of its memory that was set. */
  readonly limited?: true;
}

/** What a process left behind. */
export interface EngineRemains {
  /** `exit code 1`, `signal SIGKILL`, or why it could not be started. */
  readonly how: string;
  /** The last lines that it wrote to its standard error. */
  readonly lines: readonly string[];
  /** What it was to keep to, in megabytes. */
  readonly memoryLimit: number;
}

/** Of JavaScript that has come to the limit which it was given. */
const heapIsFull = /heap out of memory|heap limit/i;
/** Of an allocation that the system refused. */
const systemRefused = /bad_alloc|process out of memory|cannot allocate memory|\bENOMEM\b/i;

/** Says whether a process ended for want of memory: JavaScript and C++ say so with their last words, the system kills without a word. */
export function describeEngineEnd({ how, lines, memoryLimit }: EngineRemains): EngineEnd {
  if (lines.some((line) => heapIsFull.test(line))) return { what: outOfMemory(memoryLimit), advice: moreMemory(memoryLimit), limited: true };
  const what = `stopped (${how})`;
  if (lines.some((line) => systemRefused.test(line))) return { what, advice: `The system had no more memory for it. ${lessMemory}` };
  return how === 'signal SIGKILL' ? { what, advice: `If nobody ended it, the system did, for want of memory. ${lessMemory}` } : { what };
}

/** To stand behind “the data engine”, with what may help. `memoryLimit` in megabytes; 0: it is not known. */
export function ranOutOfMemory(memoryLimit: number): string {
  return `${outOfMemory(memoryLimit)}. ${moreMemory(memoryLimit)}`;
}

function outOfMemory(memoryLimit: number): string {
  return `ran out of memory${memoryLimit > 0 ? ` (its limit is ${formatCount(memoryLimit)} MB)` : ''}`;
}

const lessMemory = 'Close other programs, or let Winnow use less (winnow.memoryLimit, --memory).';

/** What helps where the limit is too low. JavaScript cannot use more than some gigabytes, however high it is. */
function moreMemory(memoryLimit: number): string {
  return heapLimit(memoryLimit) < heapLimit(Infinity)
    ? 'Give it more (winnow.memoryLimit, --memory), or open a smaller part of the file.'
    : 'More would not help: take out cells and records of many megabytes, or open a smaller part of the file.';
}
