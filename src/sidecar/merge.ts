import type { Decision } from '../core/decision.ts';
import { addEntry, type Entry, entryOfDecision, type Sidecar } from './decisions.ts';

/** What was decided since the sidecar was last read. */
export interface Changes {
  readonly added: readonly Decision[];
  /** Ids of decisions that were undone after they had been written. */
  readonly removed: readonly string[];
}

/** The disk's decisions, and ours, without those we removed. What was not touched keeps its text. */
export function mergeChanges(disk: Sidecar, { added, removed }: Changes): Sidecar {
  const entries = new Map(disk.entries);
  for (const id of removed) entries.delete(id);
  const losers: Entry[] = [];
  for (const decision of added) {
    const loser = addEntry(entries, entryOfDecision(decision));
    if (loser) losers.push(loser);
  }
  return { ...disk, entries, kept: [...disk.kept, ...losers.map(({ text }) => new TextEncoder().encode(text))] };
}
