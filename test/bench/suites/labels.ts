import { measureLabels } from '../labels/measureLabels.ts';
import { measureSets } from '../labels/measureSets.ts';
import type { Suite } from '../measurement.ts';

/** How well and how fast wrong labels are found in real text, and how well in data of other kinds. */
export const labels: Suite = { name: 'labels', title: 'Label errors', measure: async (options) => [...(await measureLabels(options)), ...(await measureSets(options))] };
