import { hasProbabilities, type NoProbabilities, type OutOfSample, whyGuessing } from '../../checks/outOfSample.ts';
import { waitingWords, waitsToBeAsked } from '../../checks/unasked.ts';
import type { WinnowConfig } from '../../core/config.ts';
import type { JudgedBy } from '../../core/probabilitySource.ts';
import { labelNoise } from '../../learn/labelNoise.ts';
import type { LabelEvidence, LabelHealth } from '../../protocol/labelMethods.ts';
import type { OpenTable } from '../openTable.ts';
import { DatasetLabels } from './datasetLabels.ts';
import { FirstNoise, judgedFrom, type Lineage, type NoiseBefore } from './firstNoise.ts';
import { EvidenceReader } from './labelEvidence.ts';
import { describeHealth } from './labelHealth.ts';
import type { LabelInput, Tell } from './labelInput.ts';

/** The estimate that later ones are held against. */
interface FirstEstimate {
  readonly before: NoiseBefore;
  /** What it was made from: another one, of other columns, cannot be held against it. */
  readonly from: string;
  /** What it was made of; null: of what was known when the dataset was opened another time. */
  readonly of: OutOfSample | null;
  /** Nothing had been decided yet, or all of it had been applied. */
  readonly isUndecided: boolean;
}

/** What one open dataset is asked about its labels, and where its recall slider stands. */
export class SessionLabels {
  readonly #labels: DatasetLabels;
  readonly #evidence: EvidenceReader;
  readonly #input: () => LabelInput;
  /** Where a person has put the slider; null: where `winnow.json` says. */
  #recall: number | null = null;
  readonly #lineage: Lineage;
  readonly #cacheFolder: string | undefined;
  #first: FirstEstimate | null = null;
  /** The first estimate has been held against the one that is kept. */
  #compared = false;

  /** `input`: what labels are learnt from, as it stands whenever it is asked. */
  constructor(table: OpenTable, input: () => LabelInput, lineage: Lineage, cacheFolder?: string) {
    this.#labels = new DatasetLabels(table, cacheFolder);
    this.#evidence = new EvidenceReader(table);
    this.#input = input;
    this.#lineage = lineage;
    this.#cacheFolder = cacheFolder;
  }

  /** The configuration with the slider's position in it. */
  get config(): WinnowConfig {
    const { config } = this.#input();
    const settings = config.checks?.['label-error'];
    if (this.#recall === null || settings === false) return config;
    return { ...config, checks: { ...config.checks, 'label-error': { ...settings, recall: this.#recall } } };
  }

  set recall(position: number) {
    this.#recall = Math.max(0, Math.trunc(position));
  }

  /** What was last learnt or read; null: nothing yet. */
  get known(): OutOfSample | NoProbabilities | null {
    return this.#labels.current;
  }

  /** What labels are judged by, or why they are not; null: nobody has asked, or no column has the role label. */
  get judgedBy(): JudgedBy | null {
    const { known } = this;
    if (known === null || this.#input().dataset.roles.label === undefined) return null;
    if (!hasProbabilities(known)) return known;
    const why = whyGuessing(known);
    return why === null ? known.source : { why };
  }

  /** Why they are not learnt while nobody has asked for it, in words; null where that is done soon, or has been. */
  get waits(): string | null {
    const { dataset } = this.#input();
    const { label, probabilities, predicted } = dataset.roles;
    const isGiven = (probabilities?.length ?? 0) > 0 || predicted !== undefined;
    return label === undefined || isGiven || this.#labels.current || !waitsToBeAsked(dataset) ? null : waitingWords(dataset, 'learning the labels of');
  }

  async outOfSample(signal: AbortSignal, tell: Tell): Promise<OutOfSample | NoProbabilities> {
    const input = this.#input();
    const result = await this.#labels.outOfSample(input, signal, tell);
    const from = judgedFrom(input);
    if (hasProbabilities(result) && this.#first?.from !== from) {
      const { noise, classes } = labelNoise(await result.joint());
      const before = { noise, ofLabel: new Map(classes.map((one) => [result.labels[one.label]!, one.noise])) };
      this.#first = { before, from, of: result, isUndecided: input.holding.size === 0 };
      this.#compared = false;
    }
    return result;
  }

  /** Of what was last learnt; learns where nothing was. */
  async health(signal: AbortSignal, tell: Tell): Promise<LabelHealth> {
    const known = this.#labels.current ?? (await this.outOfSample(signal, tell));
    await this.#compareWithKept();
    const before = this.#first && this.#first.of !== known ? this.#first.before : undefined;
    return describeHealth(known, this.config, before);
  }

  /** Takes the estimate that was kept when the dataset was open before, where that is the earlier one; else keeps this one. */
  async #compareWithKept(): Promise<void> {
    const first = this.#first;
    if (first === null || this.#compared || this.#cacheFolder === undefined) return;
    this.#compared = true;
    const kept = new FirstNoise(this.#cacheFolder, this.#lineage, this.#input());
    const before = await kept.read();
    if (before !== null) this.#first = { ...first, before, of: null };
    else if (first.isUndecided) await kept.write(first.before);
  }

  /** Rejects, in words, where nothing is known of the row. */
  async evidence(row: number, signal: AbortSignal): Promise<LabelEvidence> {
    const known = await this.#labels.settled();
    if (known === null) throw new Error('The labels have not been learnt yet. Run the checks first.');
    if (!hasProbabilities(known)) throw new Error(`Nothing is known of this label: ${known.why}.`);
    return this.#evidence.read(known, this.#input(), row, signal);
  }

  close(): Promise<void> {
    return this.#labels.close();
  }
}
