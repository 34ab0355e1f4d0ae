import { sameNames } from '../../core/sameNames.ts';
import type { WinnowConfig } from '../../core/config.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { Decision } from '../../core/decision.ts';
import { checksOf, type FindingMarks, KnownFindings, type MarkIdentity, type NewFinding, newFindings } from '../../core/findingMarks.ts';
import type { EngineSession } from '../engineSession.ts';
import type { KeptMarks, MarkCache, MarkSource } from './markCache.ts';
import type { ComparedVersions, EarlierVersions } from './target.ts';

/** One version of a dataset in git. */
export interface VersionSource {
  /** Writes its bytes where they can be read. Throws where they are not on this machine. */
  write(): Promise<string>;
  readonly decisions: () => Promise<readonly Decision[]>;
  readonly config: WinnowConfig;
  /** What its findings follow from. */
  readonly source: MarkSource;
}

/** A version in the engine, with its decisions; nothing of it has been checked. */
interface OpenedVersion {
  readonly id: number;
  readonly columns: readonly string[];
}

interface BegunVersion {
  readonly version: VersionSource;
  /** It never rejects: nobody may be waiting yet. */
  readonly begun: Promise<KeptMarks | OpenedVersion | Error>;
}

/**
 * Opens earlier versions while the staged one is being looked at, each only where it has not been looked at before, and
 * then runs those checks on them that found something in the staged one: the others cannot say anything new.
 */
export class EarlierFindings implements EarlierVersions {
  readonly #session: EngineSession;
  readonly #cache: MarkCache;
  readonly #checks: readonly string[];
  readonly #staged: MarkSource;
  readonly #versions: readonly BegunVersion[];
  /** Ends the opening of versions that nobody has to look at any more. */
  readonly #stop = new AbortController();

  /** @param staged what the findings of the staged version follow from. */
  constructor(session: EngineSession, cache: MarkCache, checks: readonly string[], staged: MarkSource, versions: readonly VersionSource[]) {
    this.#session = session;
    this.#cache = cache;
    this.#checks = checks;
    this.#staged = staged;
    this.#versions = versions.map((version) => ({ version, begun: this.#begin(version) }));
  }

  async compare(dataset: Dataset, marksOf: (identity?: MarkIdentity) => Promise<FindingMarks>): Promise<ComparedVersions> {
    const own = await marksOf();
    const found = checksOf(own);
    const checks = this.#checks.filter((id) => found.has(id));
    let fresh: readonly NewFinding[] = newFindings(own, []);
    const notices: string[] = [];
    for (const each of checks.length === 0 ? [] : this.#versions) {
      const marks = await this.#marksOf(each, dataset, checks).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
      if (marks instanceof Error) {
        notices.push(`What was found before is not known, so everything is listed: ${marks.message}`);
        continue;
      }
      const known = new KnownFindings();
      known.add(marks);
      const ofThis = new Map(newFindings(isSame(marks, own) ? own : await marksOf(marks), [known]).map((finding) => [finding.index, finding]));
      fresh = fresh.flatMap(({ index }) => ofThis.get(index) ?? []);
    }
    await this.#cache.write(this.#staged, { columns: dataset.columns.map(({ name }) => name), checks: this.#checks, marks: own });
    return { fresh, notices };
  }

  async close(): Promise<void> {
    this.#stop.abort();
    for (const { begun } of this.#versions) {
      const opened = await begun;
      if ('id' in opened) await this.#session.call('close', { id: opened.id }).catch(() => undefined);
    }
  }

  async #begin(version: VersionSource): Promise<KeptMarks | OpenedVersion | Error> {
    return (
      (await this.#cache.read(version.source)) ??
      (await this.#open(version).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error)))))
    );
  }

  async #open({ write, decisions, config }: VersionSource): Promise<OpenedVersion> {
    const { id, dataset } = await this.#session.openForChecks(await write(), config, { signal: this.#stop.signal });
    await this.#session.call('decide', { id, decisions: await decisions() });
    return { id, columns: dataset.columns.map(({ name }) => name) };
  }

  /** What these checks find in a version, and perhaps others. */
  async #marksOf({ version, begun }: BegunVersion, dataset: Dataset, checks: readonly string[]): Promise<FindingMarks> {
    const known = await begun;
    if (known instanceof Error) throw known;
    const identity = sharedIdentity(dataset, known.columns);
    if ('marks' in known && isSame(known.marks, identity) && checks.every((id) => known.checks.includes(id))) return known.marks;
    const { id, columns } = 'marks' in known ? await this.#open(version) : known;
    await this.#session.call('check', { id, checks });
    const marks = await this.#session.call('findingMarks', { id, identity });
    await this.#session.call('close', { id });
    await this.#cache.write(version.source, { columns, checks, marks });
    return marks;
  }
}

/** What tells the rows of both versions apart: the key of the newer one, else what is in the columns that both have. */
function sharedIdentity({ key, columns }: Dataset, others: readonly string[]): MarkIdentity {
  if (key.length > 0 && key.every((name) => others.includes(name))) return { key, columns: [] };
  return { key: [], columns: columns.map(({ name }) => name).filter((name) => others.includes(name)) };
}

function isSame(a: MarkIdentity, b: MarkIdentity): boolean {
  return sameNames(a.key, b.key) && (a.key.length > 0 || sameNames([...a.columns].sort(), [...b.columns].sort()));
}
