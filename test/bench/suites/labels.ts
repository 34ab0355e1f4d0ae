import { measureConfident } from '../labels/measureConfident.ts';
import { measureLabels } from '../labels/measureLabels.ts';
import { measureSets } from '../labels/measureSets.ts';
import type { BenchOptions, Measurement, Suite } from '../measurement.ts';
import { renderTable } from '../renderTable.ts';

const parts: readonly { readonly name: string; measure(options: BenchOptions): Promise<Measurement[]> }[] = [
  { name: 'banking77', measure: measureLabels },
  { name: 'generated', measure: measureSets },
  { name: 'confident', measure: (options) => measureConfident(options) },
];

/**
 * How well and how fast wrong labels are found in real text, how well in data of other kinds, and how fast where there
 * are probabilities already.
 */
export const labels: Suite = {
  name: 'labels',
  title: 'Label errors',
  async measure(options) {
    const measurements: Measurement[] = [];
    for (const { name, measure } of parts) {
      if (options.only !== undefined && !name.includes(options.only)) continue;
      const measured = await measure(options);
      // What has been measured is shown at once: all of it takes some minutes.
      options.log(renderTable(measured));
      measurements.push(...measured);
    }
    return measurements;
  },
};
