import type { WinnowConfig } from '../../core/config.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { Decision } from '../../core/decision.ts';
import { type FindingMarks, KnownFindings, type MarkIdentity, type NewFinding, newFindings } from '../../core/findingMarks.ts';
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

interface OpenedVersion {
  readonly id: number;
  readonly columns: readonly string[];
}

interface BegunVersion {
  readonly version: VersionSource;
  /** It never rejects: nobody may be waiting yet. */
  readonly begun: Promise<KeptMarks | OpenedVersion | Error>;
}

/** Looks at earlier versions while the staged one is being looked at, each only where it has not been looked at before. */
export class EarlierFindings implements EarlierVersions {
  readonly #session: EngineSession;
  readonly #cache: MarkCache;
  readonly #checks: readonly string[];
  readonly #staged: MarkSource;
  readonly #versions: readonly BegunVersion[];

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
    let fresh: readonly NewFinding[] = newFindings(own, []);
    const notices: string[] = [];
    for (const each of this.#versions) {
      const marks = await this.#marksOf(each, dataset).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
      if (marks instanceof Error) {
        notices.push(`What was found before is not known, so everything is listed: ${marks.message}`);
        continue;
      }
      const known = new KnownFindings();
      known.add(marks);
      const ofThis = new Map(newFindings(isSame(marks, own) ? own : await marksOf(marks), [known]).map((finding) => [finding.index, finding]));
      fresh = fresh.flatMap(({ index }) => ofThis.get(index) ?? []);
    }
    await this.#cache.write(this.#staged, { columns: dataset.columns.map(({ name }) => name), marks: own });
    return { fresh, notices };
  }

  async close(): Promise<void> {
    for (const { begun } of this.#versions) {
      const opened = await begun;
      if ('id' in opened) await this.#session.call('close', { id: opened.id }).catch(() => undefined);
    }
  }

  async #begin(version: VersionSource): Promise<KeptMarks | OpenedVersion | Error> {
    return (await this.#cache.read(version.source)) ?? (await this.#open(version).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error)))));
  }

  async #open({ write, decisions, config }: VersionSource): Promise<OpenedVersion> {
    const { id, dataset } = await this.#session.openFile(await write(), config, () => undefined);
    await this.#session.call('decide', { id, decisions: await decisions() });
    await this.#session.call('check', { id, checks: this.#checks });
    return { id, columns: dataset.columns.map(({ name }) => name) };
  }

  async #marksOf({ version, begun }: BegunVersion, dataset: Dataset): Promise<FindingMarks> {
    const known = await begun;
    if (known instanceof Error) throw known;
    const identity = sharedIdentity(dataset, known.columns);
    if ('marks' in known && isSame(known.marks, identity)) return known.marks;
    const opened = 'marks' in known ? await this.#open(version) : known;
    const marks = await this.#session.call('findingMarks', { id: opened.id, identity });
    await this.#session.call('close', { id: opened.id });
    await this.#cache.write(version.source, { columns: opened.columns, marks });
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

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, place) => name === b[place]);
}
