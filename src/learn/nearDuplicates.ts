import { jaccard, shingles } from '../core/shingles.ts';
import { type Checkpoint } from './checkpoint.ts';
import { bandHash, bandRows, bands, orderByHash, sharedHashes } from './locality.ts';
import { MinHash, permutations } from './minHash.ts';
import { shingleHashes } from './shingles.ts';
import { UnionFind } from './unionFind.ts';

/** Texts that are read in order, and again by row; null where there is none. */
export interface TextSource {
  readonly rows: number;
  /** Texts at positions from … to − 1. */
  read(from: number, to: number): Promise<readonly (string | null)[]> | readonly (string | null)[];
  /** Texts at the positions named, which ascend. */
  texts(positions: readonly number[]): Promise<readonly (string | null)[]> | readonly (string | null)[];
}

export interface NearDuplicateOptions {
  /** Texts at least this similar are near duplicates; .7. Far below, bands miss many. */
  readonly threshold?: number;
  readonly seed?: number;
  /** Bytes for the hashes of bands. Where they do not suffice, texts are read several times. */
  readonly memory?: number;
  readonly checkpoint?: Checkpoint;
}

export interface NearDuplicateGroup {
  /** Positions, ascending. */
  readonly positions: Int32Array;
  /** The lowest Jaccard similarity among the pairs that joined the group. */
  readonly weakestLink: number;
}

export interface NearDuplicates {
  readonly groups: readonly NearDuplicateGroup[];
  /** Pairs whose shingles were compared. */
  readonly compared: number;
  /** Sets of candidates in which not every pair was compared, as they, or all of them, were too many; 0 says that none was left out. */
  readonly unfinishedBuckets: number;
  /** Positions without any text, which take no part. */
  readonly empty: number;
}

const rowsARead = 4096;
/** Characters that are hashed before other work has its turn. */
const charactersAtATime = 100_000;
const defaultMemory = 192 * 1024 * 1024;
/** Up to here every pair of a bucket is compared; in a larger one, each member with as many leaders, a few times. */
const crowded = 32;
const waves = 4;
/** Beyond this many comparisons a row, on average, only pairs in small buckets are compared, and beyond twice as many, none. */
const comparisonsARow = 20;
/** Pairs compared at a time: as many texts are in memory at once, twice over. */
const pairsAtATime = 4096;

/**
 * Groups of texts that are almost the same: MinHash signatures in bands find candidates (Broder 1997; Indyk and
 * Motwani 1998), whose shingles are then compared themselves, so that no pair joins a group by chance. A pair at
 * the threshold is found with probability .995. Memory is 4 bytes a row and band, up to the limit, and 20 bytes a row.
 */
export async function findNearDuplicates(source: TextSource, options: NearDuplicateOptions = {}): Promise<NearDuplicates> {
  const bandsAtOnce = Math.max(1, Math.min(bands, Math.floor((options.memory ?? defaultMemory) / (4 * Math.max(1, source.rows)))));
  const rounds = Math.ceil(bands / bandsAtOnce);
  const search = new DuplicateSearch(source, options.threshold ?? 0.7);
  const minHash = new MinHash(options.seed);
  for (let round = 0; round < rounds; round++) {
    const from = round * bandsAtOnce;
    const to = Math.min(bands, from + bandsAtOnce);
    const at = (share: number): number => (round + share) / rounds;
    const hashes = await search.hashBands(minHash, from, to, async (share) => options.checkpoint?.(at(share * 0.6), 'Reading texts'));
    for (let band = from; band < to; band++) {
      await search.searchBand(hashes[band - from]!);
      await options.checkpoint?.(at(0.6 + (0.4 * (band - from + 1)) / (to - from)), 'Comparing texts');
    }
  }
  return search.result();
}

class DuplicateSearch {
  private readonly groups: UnionFind;
  /** Of each root: the lowest similarity that joined its group. */
  private readonly weakest: Float32Array;
  private readonly isEmpty: Uint8Array;
  private readonly pairs: number[] = [];
  private compared = 0;
  private unfinishedBuckets = 0;

  constructor(
    private readonly source: TextSource,
    private readonly threshold: number,
  ) {
    this.groups = new UnionFind(source.rows);
    this.weakest = new Float32Array(source.rows).fill(1);
    this.isEmpty = new Uint8Array(source.rows);
  }

  /** One walk over the texts: the hashes of bands from … to − 1, each an array over rows. */
  async hashBands(minHash: MinHash, from: number, to: number, progress: (share: number) => Promise<void>): Promise<Int32Array[]> {
    const { rows } = this.source;
    const hashes = Array.from({ length: to - from }, () => new Int32Array(rows));
    const signature = new Int32Array(permutations);
    for (let start = 0; start < rows; start += rowsARead) {
      const end = Math.min(rows, start + rowsARead);
      const texts = await this.source.read(start, end);
      let characters = 0;
      for (let row = start; row < end; row++) {
        characters += texts[row - start]?.length ?? 0;
        if (characters > charactersAtATime) {
          await progress(row / rows);
          characters = 0;
        }
        const hashed = shingleHashes(texts[row - start] ?? '');
        if (hashed.length === 0) this.isEmpty[row] = 1;
        minHash.sign(hashed, signature, from * bandRows, to * bandRows);
        for (let band = from; band < to; band++) hashes[band - from]![row] = bandHash(signature, band);
      }
      await progress(end / rows);
    }
    return hashes;
  }

  /** Compares the texts that share the hash of a band. */
  async searchBand(hashes: Int32Array): Promise<void> {
    const shared = sharedHashes(hashes);
    const order = orderByHash(shared.map((row) => hashes[row]!)).map((place) => shared[place]!);
    for (let start = 0; start < order.length; ) {
      let end = start + 1;
      while (end < order.length && hashes[order[end]!] === hashes[order[start]!]) end++;
      if (end - start > 1 && this.isEmpty[order[start]!] === 0) await this.searchBucket(order.subarray(start, end));
      start = end;
    }
    await this.comparePairs();
  }

  /** Every two members, unless they are too many, or too much has been compared already. */
  private async searchBucket(bucket: Int32Array): Promise<void> {
    const limit = comparisonsARow * (this.source.rows + 1000);
    if (bucket.length > crowded || this.compared > 2 * limit) {
      if (this.leadersOf(bucket).length < 2) return;
      const finished = this.compared <= limit && (await this.searchCrowd(bucket));
      if (!finished) this.unfinishedBuckets++;
      return;
    }
    for (let i = 1; i < bucket.length; i++) {
      for (let j = 0; j < i; j++) await this.addPair(bucket[j]!, bucket[i]!);
    }
  }

  /**
   * Each member with the first member of each group among them, as many as 32, then with those of groups that are
   * left: boilerplate that thousands of texts share costs time in proportion to them, and not to their square.
   */
  private async searchCrowd(bucket: Int32Array): Promise<boolean> {
    const used = new Set<number>();
    for (let wave = 0; wave < waves; wave++) {
      const leaders = this.leadersOf(bucket).filter((row) => !used.has(row)).slice(0, crowded);
      for (const leader of leaders) used.add(leader);
      for (const row of bucket) {
        for (const leader of this.leadersOf(leaders)) if (leader < row) await this.addPair(leader, row);
      }
      await this.comparePairs();
    }
    return this.leadersOf(bucket).every((row) => used.has(row));
  }

  /** The first member of each group in the bucket. */
  private leadersOf(bucket: Int32Array): Int32Array {
    const seen = new Set<number>();
    return bucket.filter((row) => {
      const root = this.groups.find(row);
      const isNew = !seen.has(root);
      seen.add(root);
      return isNew;
    });
  }

  private async addPair(a: number, b: number): Promise<void> {
    if (this.groups.find(a) === this.groups.find(b)) return;
    this.pairs.push(a, b);
    if (this.pairs.length >= 2 * pairsAtATime) await this.comparePairs();
  }

  private async comparePairs(): Promise<void> {
    const pairs = this.pairs.splice(0);
    const rows = Array.from(new Set(pairs)).sort((a, b) => a - b);
    if (rows.length === 0) return;
    const texts = await this.source.texts(rows);
    const positionOf = new Map(rows.map((row, i) => [row, i]));
    const sets = new Array<Set<string> | undefined>(rows.length);
    const setOf = (row: number): Set<string> => {
      const at = positionOf.get(row)!;
      return (sets[at] ??= new Set(shingles(texts[at] ?? '')));
    };
    for (let i = 0; i < pairs.length; i += 2) {
      const [a, b] = [this.groups.find(pairs[i]!), this.groups.find(pairs[i + 1]!)];
      if (a === b) continue;
      this.compared++;
      const similarity = jaccard(setOf(pairs[i]!), setOf(pairs[i + 1]!));
      if (similarity < this.threshold) continue;
      const root = this.groups.join(a, b);
      this.weakest[root] = Math.min(similarity, this.weakest[a]!, this.weakest[b]!);
    }
  }

  result(): NearDuplicates {
    const groups = this.groups.groups().map((positions) => ({ positions, weakestLink: this.weakest[this.groups.find(positions[0]!)]! }));
    return { groups, compared: this.compared, unfinishedBuckets: this.unfinishedBuckets, empty: this.isEmpty.reduce((sum, flag) => sum + flag, 0) };
  }
}
