import type { Suite } from '../measurement.ts';
import { engine } from './engine.ts';
import { grid } from './grid.ts';
import { labels } from './labels.ts';

/** Every suite. A new one is a file in this folder and a line here. */
export const suites: readonly Suite[] = [engine, grid, labels];

/** What runs when no suite is named. */
export const usualSuites: readonly string[] = ['engine', 'grid'];
