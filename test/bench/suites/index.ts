import type { Suite } from '../measurement.ts';
import { engine } from './engine.ts';
import { grid } from './grid.ts';

/** Every suite. A new one is a file in this folder and a line here. */
export const suites: readonly Suite[] = [engine, grid];

/** What runs when no suite is named. */
export const usualSuites: readonly string[] = ['engine', 'grid'];
