import type { NoAnnotations } from '../../checks/parts/annotationLayout.ts';
import { type AnnotatorStudy, studyAnnotators } from '../../checks/parts/annotatorStudy.ts';
import type { NoProbabilities, OutOfSample } from '../../checks/outOfSample.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { Decision } from '../../core/decision.ts';
import type { WorkProgress } from '../../protocol/engineMethods.ts';
import type { AnnotatorReport, Disagreements, Vote } from '../../protocol/labelMethods.ts';
import { cellCodes } from '../../formats/format.ts';
import { readCells } from '../cells.ts';
import type { OpenTable } from '../openTable.ts';
import { annotatorReport, emptyReport } from './annotatorReport.ts';
import { disagreementPage, type DisagreementQuery, votesOfItem } from './disagreementPage.ts';

const longestVote = 400;

/** What the annotators of a session need of it. */
export interface AnnotatorSource {
  readonly table: OpenTable;
  readonly dataset: Dataset;
  /** Decisions in force, by row. */
  readonly decisions: ReadonlyMap<number, readonly Decision[]>;
  outOfSample(signal: AbortSignal, progress: (fraction: number, words: string) => void): Promise<OutOfSample | NoProbabilities>;
}

/** Who labelled what in an open dataset; read once for as long as its roles are the same. */
export class Annotators {
  #study: Promise<AnnotatorStudy | NoAnnotations> | null = null;
  #roles: Dataset['roles'] | null = null;

  async report(
    source: AnnotatorSource,
    annotator: string | undefined,
    signal: AbortSignal,
    progress: (value: WorkProgress) => void,
  ): Promise<AnnotatorReport> {
    const study = await this.#of(source, signal, progress);
    return 'why' in study ? emptyReport(study.why) : annotatorReport(study, annotator);
  }

  async disagreements(
    source: AnnotatorSource,
    query: DisagreementQuery,
    signal: AbortSignal,
    progress: (value: WorkProgress) => void,
  ): Promise<Disagreements> {
    const study = await this.#of(source, signal, progress);
    return 'why' in study ? { total: 0, left: 0, items: [] } : disagreementPage(study, source, query, signal);
  }

  /** For a run of the checks: worked out anew, since decisions may have changed what the model says, and kept for who asks later. */
  study(
    source: AnnotatorSource,
    signal: AbortSignal,
    tell: (fraction: number, words: string) => void,
  ): Promise<AnnotatorStudy | NoAnnotations> {
    this.#study = null;
    return this.#of(source, signal, ({ fraction = 0, words }) => tell(fraction, words));
  }

  /** Who said what of a row's item; nothing where annotators cannot be compared. */
  async votesOf(source: AnnotatorSource, row: number, signal: AbortSignal): Promise<Vote[]> {
    const {
      table,
      dataset: { roles },
    } = source;
    if (roles.annotators.length === 0) return [];
    if (roles.annotators.length > 1) {
      const { text, codes } = await readCells(table, Int32Array.of(row), roles.annotators, longestVote, signal);
      return roles.annotators.flatMap((annotator, at) =>
        codes[at]![0] === cellCodes.value && text[at]![0]!.trim() !== '' ? [{ annotator, label: text[at]![0]!.trim() }] : [],
      );
    }
    const study = await this.#of(source, signal, () => undefined);
    const item = 'why' in study ? undefined : study.annotations.itemOf(row);
    return 'why' in study || item === undefined ? [] : votesOfItem(study.annotations, item);
  }

  /** Who asks while it is being worked out waits for the same; where the first gave up, the next begins anew. */
  async #of(
    { table, dataset, outOfSample }: AnnotatorSource,
    signal: AbortSignal,
    progress: (value: WorkProgress) => void,
  ): Promise<AnnotatorStudy | NoAnnotations> {
    for (;;) {
      if (this.#study === null || this.#roles !== dataset.roles) {
        this.#roles = dataset.roles;
        const tell = (fraction: number, words: string): void => progress({ fraction, words });
        const study = (this.#study = studyAnnotators({
          dataset,
          relation: table.relation,
          signal,
          progress: tell,
          outOfSample: () => outOfSample(signal, tell),
        }));
        study.catch(() => {
          if (this.#study === study) this.#study = null;
        });
        return study;
      }
      try {
        return await this.#study;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
      }
    }
  }
}
