import { randomFillSync } from 'node:crypto';
import { ulidMaker } from '../core/ulid.ts';

/** Ids of decisions: in the order in which this process made them. */
export const newId = ulidMaker((bytes) => void randomFillSync(bytes));
