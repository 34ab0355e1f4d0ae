import type { DecisionDraft } from '../../src/core/decision.ts';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import type { ListedFinding } from '../../src/protocol/findingMethods.ts';
import type { Context } from '../context.ts';
import { gatherTexts } from './bulkGather.ts';
import { mostGroupRows, suggestedExclusions } from './groupDrafts.ts';
import { type GroupPart, partsOf } from './groupParts.ts';

/** Where the groups come from: all of a check, by place, or one finding. */
export type GroupSource = { readonly check: string; readonly offset: number } | { readonly finding: number };

export interface Group {
  readonly source: GroupSource;
  readonly listed: ListedFinding;
  /** Groups there are to go through. */
  readonly total: number;
  /** The first of its rows. */
  readonly rows: readonly RowDetail[];
}

/** Asks for groups of rows. A row is read once for as long as nothing changes, so that a group can grow page by page. */
export class GroupReader {
  readonly #context: Pick<Context, 'host' | 'store'>;
  #known: { readonly revision: number; readonly rows: Map<number, RowDetail> } = { revision: -1, rows: new Map() };

  constructor(context: Pick<Context, 'host' | 'store'>) {
    this.#context = context;
  }

  /** Null where none is left. Beyond the last group of a check it is the last one, with the source that leads to it. */
  async read(source: GroupSource, limit: number, part: GroupPart | null, signal: AbortSignal): Promise<Group | null> {
    const { host } = this.#context;
    let found = source;
    let page = await host.call('findings', { offset: 0, ...found, limit: 1 }, { signal });
    if (page.findings.length === 0 && page.total > 0 && 'check' in source) {
      found = { check: source.check, offset: page.total - 1 };
      page = await host.call('findings', { ...found, limit: 1 }, { signal });
    }
    const [listed] = page.findings;
    if (!listed) return null;
    const rows = part ? part.rows.slice(0, limit) : await this.#rowNumbers(listed, limit, signal);
    return { source: found, listed, total: page.total, rows: await Promise.all(rows.map((row) => this.#detail(row, signal))) };
  }

  /** Its rows by label and split; none where it is too large. */
  async parts({ listed: { index, title, rowCount } }: Group, signal: AbortSignal): Promise<GroupPart[]> {
    const { label, split } = this.#context.store.document.dataset?.roles ?? {};
    const columns = [label, split].filter((column) => column !== undefined);
    if (columns.length === 0 || rowCount > mostGroupRows) return [];
    return partsOf(await gatherTexts(this.#context.host, { kind: 'finding', finding: index, title }, columns, signal), columns);
  }

  /** The numbers of all of its open rows. */
  allRows({ listed }: Group): Promise<number[]> {
    return this.#rowNumbers(listed, mostGroupRows, new AbortController().signal);
  }

  /** What the finding suggests, of which a page brings the first rows. */
  async suggested({ listed: { index, finding } }: Group): Promise<DecisionDraft[]> {
    if (finding.suggestion?.act !== 'exclude' || !finding.suggestion.more) return suggestedExclusions(finding);
    const { findings } = await this.#context.host.call('findings', { finding: index, offset: 0, limit: 1, allRows: true });
    return findings.flatMap((listed) => suggestedExclusions(listed.finding));
  }

  async #detail(row: number, signal: AbortSignal): Promise<RowDetail> {
    const { host, store } = this.#context;
    const { revision } = store.document;
    if (this.#known.revision !== revision) this.#known = { revision, rows: new Map() };
    const { rows } = this.#known;
    const detail = rows.get(row) ?? (await host.call('row', { row }, { signal }));
    rows.set(row, detail);
    return detail;
  }

  /** Open rows of a finding, of which a page brings the first few. */
  async #rowNumbers({ index, finding, rowCount }: ListedFinding, most: number, signal: AbortSignal): Promise<number[]> {
    const rows = finding.rows.map(({ row }) => row).slice(0, most);
    while (rows.length < Math.min(most, rowCount)) {
      const page = await this.#context.host.call('findingRows', { finding: index, offset: rows.length, limit: most - rows.length }, { signal });
      if (page.rows.length === 0) break;
      rows.push(...page.rows.map(({ row }) => row));
    }
    return rows;
  }
}
