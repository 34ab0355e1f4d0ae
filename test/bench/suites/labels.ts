import { measureLabels } from '../labels/measureLabels.ts';
import type { Suite } from '../measurement.ts';

/** How well and how fast wrong labels are found in real text. */
export const labels: Suite = { name: 'labels', title: 'Label errors', measure: measureLabels };
