/** What was measured, one number a run, beside its yardstick measured in the same runs. */
export interface Measurement {
  /** A heading of the table. */
  readonly group: string;
  readonly name: string;
  readonly unit: Unit;
  /** Winnow's, one a run (or one a window, a frame …); none where a row of the table is about the yardstick alone. */
  readonly values: readonly number[];
  readonly yardstick?: { readonly name: string; readonly values: readonly number[] };
  readonly target?: Target;
  /** What a reader of the numbers has to know, in a few words. */
  readonly note?: string;
}

/** `ms` milliseconds, `MB` 1,000,000 bytes, `share` 0–1, `count` a number of things. */
export type Unit = 'ms' | 'MB' | 'share' | 'count';

/** What has to be reached: by the median itself, or by its ratio to the yardstick's. */
export interface Target {
  readonly of: 'median' | 'ratio';
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What a suite is told, whichever it is. */
export interface BenchOptions {
  /** Bytes of the CSV that is generated. */
  readonly size: number;
  readonly runs: number;
  /** Where generated data and what is measured with it lie. */
  readonly folder: string;
  /** The bundles as `npm run build` makes them: `engine.js`, `webview/`. */
  readonly built: string;
  /** For DuckDB, in megabytes. */
  readonly memoryLimit: number;
  /** The Python to ask for pandas. */
  readonly python: string;
  /** The folder of real datasets. */
  readonly dataFolder?: string;
  /** Only parts of a suite whose name holds this. */
  readonly only?: string;
  /** One line of what is going on. */
  readonly log: (line: string) => void;
}

/** One file in `suites/`, one line in `suites/index.ts`. */
export interface Suite {
  readonly name: string;
  readonly title: string;
  /** Which of the options matter to it, in a few words. */
  about?(options: Pick<BenchOptions, 'size' | 'memoryLimit'>): string;
  measure(options: BenchOptions): Promise<Measurement[]>;
}
