import type { Evaluation, NoEvaluation } from '../core/evaluation.ts';
import type { WorkProgress } from './engineMethods.ts';
import type { Method } from './rpc.ts';

export interface EvaluateMethods {
  /**
   * Holds predictions against labels, decisions laid over these. `split`: a value of the split column, a kind of split, or
   * `all`; absent: test where there is one, else all. Rejects where there is no such split.
   */
  evaluate: Method<{ id: number; split?: string }, Evaluation | NoEvaluation, WorkProgress>;
}

export interface HostEvaluateMethods {
  evaluate: Method<{ split?: string }, Evaluation | NoEvaluation, WorkProgress>;
}
