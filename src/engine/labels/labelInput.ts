import type { WinnowConfig } from '../../core/config.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { Decision } from '../../core/decision.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import { resolveSettings } from '../../checks/settings.ts';
import { labelError } from '../../checks/labelError.ts';

/** What labels are learnt from, as it stands now. */
export interface LabelInput {
  readonly dataset: Dataset;
  readonly profiles: ReadonlyMap<string, ColumnProfile>;
  readonly config: WinnowConfig;
  /** Decisions by row, whose `from` is still what the file says. */
  readonly holding: ReadonlyMap<number, readonly Decision[]>;
}

/** Told between steps: fraction 0–1 and words for the progress bar. */
export type Tell = (fraction: number, words: string) => void;

/** The options of `label-error`, which say how labels are learnt for all that need it. */
export function learningOptions(config: WinnowConfig): { readonly seed: number; readonly maxRows: number } {
  const { options } = resolveSettings(labelError, config, () => undefined);
  return { seed: whole(options['seed'], labelError.defaults.seed), maxRows: whole(options['maxRows'], labelError.defaults.maxRows) };
}

function whole(value: unknown, fallback: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : fallback;
}
