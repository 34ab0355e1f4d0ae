/** Named numbers that one run of an arm brought. */
export type Sample = Readonly<Record<string, number | undefined>>;

/** One of the things that are measured in turn. One that fails once is not tried again. */
export interface Arm {
  readonly name: string;
  run(): Promise<Sample>;
}

export class Samples {
  readonly #samples = new Map<string, Sample[]>();
  readonly failures = new Map<string, string>();

  add(arm: string, sample: Sample): void {
    this.#samples.set(arm, [...(this.#samples.get(arm) ?? []), sample]);
  }

  /** One number a run; none for an arm that failed or did not bring it. */
  values(arm: string, name: string): number[] {
    return (this.#samples.get(arm) ?? []).map((sample) => sample[name]).filter((value) => value !== undefined);
  }
}

/** Runs the arms in turn, A B C A B C …, so that whatever else the machine does meets all of them alike. */
export async function interleave(runs: number, arms: readonly Arm[], log: (line: string) => void): Promise<Samples> {
  const samples = new Samples();
  for (let run = 1; run <= runs; run++) {
    for (const arm of arms) {
      if (samples.failures.has(arm.name)) continue;
      try {
        samples.add(arm.name, await arm.run());
      } catch (error) {
        const [reason = ''] = (error as Error).message.split('\n');
        samples.failures.set(arm.name, reason);
        log(`  ${arm.name} failed: ${(error as Error).message}`);
      }
    }
    log(`  run ${run} of ${runs}`);
  }
  return samples;
}
