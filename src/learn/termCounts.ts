import { combineHashes, murmurHash } from './murmurHash.ts';
import { SparseRows, type SparseMatrix } from './sparseMatrix.ts';
import { normaliseText, visitTokens } from './tokenize.ts';

/** Terms are told apart by these many hashed buckets; two terms that share one count as one. */
export const bucketCount = 1 << 18;

/** Gets the bucket of a term and its place in the normalised text. */
export type BucketVisitor = (bucket: number, start: number, end: number) => void;

/**
 * Visits the terms of a normalised text: its words and its pairs of neighbouring words, or n-grams of
 * characters where words are not spaced. A term may come more than once.
 */
export function visitTerms(text: string, visit: BucketVisitor): void {
  let previousHash = 0;
  let previousStart = -1;
  visitTokens(text, (start, end, kind) => {
    const hash = murmurHash(text, start, end);
    visit(hash % bucketCount, start, end);
    if (kind === 'word') {
      if (previousStart >= 0) visit(combineHashes(previousHash, hash) % bucketCount, previousStart, end);
      previousHash = hash;
      previousStart = start;
    } else {
      previousStart = -1;
    }
  });
}

/** Counts the terms of texts, one row of a sparse matrix for each text. */
export class TermCounter {
  private readonly rows = new SparseRows();
  private readonly counts = new Uint16Array(bucketCount);
  private seen: number[] = [];

  /** Adds a text as the next row; an empty one has no terms. */
  add(text: string): void {
    visitTerms(normaliseText(text), (bucket) => {
      const count = this.counts[bucket]!;
      if (count === 0) this.seen.push(bucket);
      if (count < 65_535) this.counts[bucket] = count + 1;
    });
    this.seen.sort((a, b) => a - b);
    for (const bucket of this.seen) {
      this.rows.add(bucket, this.counts[bucket]!);
      this.counts[bucket] = 0;
    }
    this.seen = [];
    this.rows.endRow();
  }

  /** The counts of all texts added, a column for each bucket. */
  finish(): SparseMatrix {
    return this.rows.finish(bucketCount);
  }
}
