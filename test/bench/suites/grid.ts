import { measureGrid } from '../grid/measureGrid.ts';
import type { Suite } from '../measurement.ts';

/** Frames, first paint and heap of the grid in a browser. */
export const grid: Suite = { name: 'grid', title: 'Grid in a browser', measure: measureGrid };
