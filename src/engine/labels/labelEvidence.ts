import type { OutOfSample } from '../../checks/outOfSample.ts';
import { likeliest } from '../../checks/parts/likeliest.ts';
import type { LabelEvidence } from '../../protocol/labelMethods.ts';
import type { OpenTable } from '../openTable.ts';
import { explainedFeatures, tellingColumns } from './tellingColumns.ts';
import { tellingTerms } from './tellingTerms.ts';
import { positionOf } from './givenLabels.ts';
import { type LabelInput, learningOptions } from './labelInput.ts';
import { type LearningPlan, planLearning } from './learningPlan.ts';
import { AlikeRows } from './alikeRows.ts';
import { readTextsOf } from './rowTexts.ts';

const mostProbabilities = 8;
const mostNeighbours = 6;
const previewLength = 300;

/** Why the model thinks what it thinks of single rows. What neighbours are looked for in is put together once it is needed. */
export class EvidenceReader {
  readonly #table: OpenTable;
  #alike: { readonly key: string; readonly rows: Promise<AlikeRows> } | null = null;

  constructor(table: OpenTable) {
    this.#table = table;
  }

  async read(known: OutOfSample, input: LabelInput, row: number, signal: AbortSignal): Promise<LabelEvidence> {
    const position = positionOf(known.rows, row);
    const plan = planLearning(input);
    const usable = 'why' in plan ? null : plan;
    const own = position < 0 ? -1 : known.given[position]!;
    const ranked =
      position < 0
        ? []
        : likeliest(await known.probabilitiesOf(position), known.labels.length).filter(({ probability }) => !Number.isNaN(probability));
    const ownPlace = ranked.findIndex(({ label }) => label === own);
    const shown = ownPlace < mostProbabilities ? ranked.slice(0, mostProbabilities) : [...ranked.slice(0, mostProbabilities - 1), ranked[ownPlace]!];
    const rival = ranked.find(({ label }) => label !== own)?.label;
    const suggested = ranked[0]?.label;
    // Terms say why texts were taken for a label; where texts had to give way to the table, they were not.
    const isText =
      usable !== null &&
      (known.source.kind !== 'table' || usable.learner === 'table') &&
      usable.features.every(({ as }) => as === 'text') &&
      usable.learner !== 'embedding';
    const features = usable === null ? [] : explainedFeatures(known, usable);
    const columns =
      features.length > 0 && own >= 0 && rival !== undefined
        ? await tellingColumns(this.#table, features, known, row, own, rival, learningOptions(input.config).seed, signal)
        : null;
    return {
      row,
      given: own < 0 ? null : known.labels[own]!,
      ...(suggested !== undefined && { suggested: known.labels[suggested]! }),
      ...(rival !== undefined && { rival: known.labels[rival]! }),
      probabilities: shown.map(({ label, probability }) => ({ label: known.labels[label]!, probability })),
      ...(usable ? await this.#neighbours(known, usable, input, row, signal) : { neighbours: [] }),
      terms:
        isText && own >= 0 && rival !== undefined
          ? await tellingTerms(
              this.#table,
              usable.features.map(({ column }) => column),
              known,
              row,
              own,
              rival,
              signal,
            )
          : [],
      ...(columns && { columns }),
      votes: [],
    };
  }

  async #neighbours(
    known: OutOfSample,
    plan: LearningPlan,
    input: LabelInput,
    row: number,
    signal: AbortSignal,
  ): Promise<Pick<LabelEvidence, 'neighbours' | 'isAlone' | 'among'>> {
    const columns = plan.features.map(({ column }) => column);
    const alike = await this.#alikeRows(plan, columns);
    const found = await alike.find(row, mostNeighbours, signal);
    if (found.length === 0) return { neighbours: [], isAlone: true };
    const shown = plan.learner !== 'embedding' ? columns : input.dataset.roles.content.length > 0 ? input.dataset.roles.content : columns;
    const texts = await readTextsOf(this.#table, shown, found.map((each) => each.row), signal);
    const neighbours = found.map(({ row: other, similarity }) => {
      const at = positionOf(known.rows, other);
      const label = at < 0 ? -1 : known.given[at]!;
      const read = texts.get(other) ?? '';
      const text = plan.learner === 'table' ? read.trimEnd().replaceAll('\n', ' · ') : read;
      return {
        row: other,
        similarity,
        label: label < 0 ? null : known.labels[label]!,
        text: text.length > previewLength ? `${text.slice(0, previewLength)}…` : text,
      };
    });
    return { neighbours, ...(alike.among < alike.of && { among: { rows: alike.among, of: alike.of } }) };
  }

  #alikeRows(plan: LearningPlan, columns: readonly string[]): Promise<AlikeRows> {
    const key = JSON.stringify([plan.learner, columns]);
    if (this.#alike?.key !== key) {
      const rows = AlikeRows.open(this.#table, plan);
      this.#alike = { key, rows };
      rows.catch(() => (this.#alike = null));
    }
    return this.#alike.rows;
  }
}
