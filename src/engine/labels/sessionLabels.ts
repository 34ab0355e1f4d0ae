import { hasProbabilities, type NoProbabilities, type OutOfSample } from '../../checks/outOfSample.ts';
import { waitingWords, waitsToBeAsked } from '../../checks/unasked.ts';
import type { WinnowConfig } from '../../core/config.ts';
import { labelNoise } from '../../learn/labelNoise.ts';
import type { LabelEvidence, LabelHealth } from '../../protocol/labelMethods.ts';
import type { OpenTable } from '../openTable.ts';
import { DatasetLabels } from './datasetLabels.ts';
import { EvidenceReader } from './labelEvidence.ts';
import { describeHealth, type NoiseBefore } from './labelHealth.ts';
import type { LabelInput, Tell } from './labelInput.ts';

/** What one open dataset is asked about its labels, and where its recall slider stands. */
export class SessionLabels {
  readonly #labels: DatasetLabels;
  readonly #evidence: EvidenceReader;
  readonly #input: () => LabelInput;
  /** Where a person has put the slider; null: where `winnow.json` says. */
  #recall: number | null = null;
  /** The first estimate, which later ones are held against. */
  #first: { readonly of: OutOfSample; readonly label: string | undefined; readonly before: NoiseBefore } | null = null;

  /** `input`: what labels are learnt from, as it stands whenever it is asked. */
  constructor(table: OpenTable, input: () => LabelInput, cacheFolder?: string) {
    this.#labels = new DatasetLabels(table, cacheFolder);
    this.#evidence = new EvidenceReader(table);
    this.#input = input;
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

  /** Why they are not learnt while nobody has asked for it, in words; null where that is done soon, or has been. */
  get waits(): string | null {
    const { dataset } = this.#input();
    const { label, probabilities, predicted } = dataset.roles;
    const isGiven = (probabilities?.length ?? 0) > 0 || predicted !== undefined;
    return label === undefined || isGiven || this.#labels.current || !waitsToBeAsked(dataset) ? null : waitingWords(dataset, 'learning the labels of');
  }

  async outOfSample(signal: AbortSignal, tell: Tell): Promise<OutOfSample | NoProbabilities> {
    const result = await this.#labels.outOfSample(this.#input(), signal, tell);
    const { label } = this.#input().dataset.roles;
    if (hasProbabilities(result) && this.#first?.label !== label) {
      const { noise, classes } = labelNoise(await result.joint());
      this.#first = { of: result, label, before: { noise, ofLabel: new Map(classes.map((one) => [result.labels[one.label]!, one.noise])) } };
    }
    return result;
  }

  /** Of what was last learnt; learns where nothing was. */
  async health(signal: AbortSignal, tell: Tell): Promise<LabelHealth> {
    const known = this.#labels.current ?? (await this.outOfSample(signal, tell));
    const before = this.#first && this.#first.of !== known ? this.#first.before : undefined;
    return describeHealth(known, this.config, before);
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
