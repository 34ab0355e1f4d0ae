import type { RedundantFilter } from '../../core/filter.ts';
import { dropReasons, type NoPlan, type PlanOptions } from '../../core/redundancyPlan.ts';
import type { Tell } from '../labels/labelInput.ts';
import type { NextSource } from '../next/nextToLabel.ts';
import { chooseFates, type MadePlan, makePlan, type PlanBasis, readPlanBasis } from './planRedundancy.ts';

/** Of what the basis of plans was read, and that. */
interface Known {
  readonly dataset: NextSource['dataset'];
  readonly holding: NextSource['holding'];
  readonly config: NextSource['config'];
  readonly basis: PlanBasis | NoPlan;
}

/** Redundancy plans of an open dataset. What they are made from is read once for as long as roles and decisions stay as they are. */
export class SessionPlans {
  readonly #source: () => NextSource;
  #known: Known | null = null;

  /** `source`: as it stands whenever something is asked. */
  constructor(source: () => NextSource) {
    this.#source = source;
  }

  async make(options: PlanOptions, signal: AbortSignal, tell: Tell): Promise<MadePlan | NoPlan> {
    const basis = await this.#read(signal, tell);
    return 'why' in basis ? basis : makePlan(this.#source(), basis, options, signal, tell);
  }

  /** The rows that a plan leaves out, for one reason or any, ascending; none where there is no plan. */
  async rowsOf({ options, reason }: RedundantFilter, signal: AbortSignal = new AbortController().signal): Promise<Int32Array> {
    const basis = await this.#read(signal, () => undefined);
    if ('why' in basis) return new Int32Array();
    const fates = chooseFates(basis, options);
    const wanted = reason === undefined ? null : dropReasons.indexOf(reason) + 1;
    return basis.planned.rows.filter((_, place) => (wanted === null ? fates[place] !== 0 : fates[place] === wanted));
  }

  async #read(signal: AbortSignal, tell: Tell): Promise<PlanBasis | NoPlan> {
    const source = this.#source();
    const { dataset, holding, config } = source;
    const known = this.#known;
    if (known?.dataset === dataset && known.holding === holding && known.config === config) return known.basis;
    const basis = await readPlanBasis(source, signal, tell);
    this.#known = { dataset, holding, config, basis };
    return basis;
  }
}
