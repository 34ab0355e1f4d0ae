import type { Filter } from '../../src/core/filter.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { ListedFinding } from '../../src/protocol/findingMethods.ts';
import type { Host } from '../host.ts';

const findingPage = 500;
const rowPage = 50_000;
const textPage = 1000;
/** Rows that one step decides on at most: each is a line of the sidecar. */
const mostRows = 500_000;

/** What one step is about. */
export interface Gathered {
  readonly findings: readonly Finding[];
  /** Rows of these findings that this step does not reach. */
  readonly left: number;
}

/** All open findings of a check with all of their rows, as far as one step reaches. `tell`: rows gathered so far. */
export async function gatherFindings(host: Pick<Host, 'call'>, check: string, signal: AbortSignal, tell: (rows: number) => void): Promise<Gathered> {
  const findings: Finding[] = [];
  let rows = 0;
  let left = 0;
  for (let offset = 0, total = 1; offset < total;) {
    const page = await host.call('findings', { check, offset, limit: findingPage, allRows: true }, { signal });
    if (page.findings.length === 0) break;
    total = page.total;
    offset += page.findings.length;
    for (const listed of page.findings) {
      if (rows >= mostRows) {
        left += listed.rowCount;
        continue;
      }
      const whole = await wholeFinding(host, listed, mostRows - rows, signal);
      rows += whole.finding.rows.length;
      left += whole.left;
      findings.push(whole.finding);
      tell(rows);
    }
  }
  return { findings, left };
}

/** A finding with its rows beyond those that a page brings. */
async function wholeFinding(
  host: Pick<Host, 'call'>,
  { index, finding, rowCount }: ListedFinding,
  most: number,
  signal: AbortSignal,
): Promise<{ finding: Finding; left: number }> {
  const rows = [...finding.rows];
  while (rows.length < Math.min(rowCount, most)) {
    const page = await host.call(
      'findingRows',
      { finding: index, offset: rows.length, limit: Math.min(rowPage, most - rows.length) },
      { signal },
    );
    if (page.rows.length === 0) break;
    rows.push(...page.rows);
  }
  const { suggestion } = finding;
  if (suggestion?.act !== 'exclude' || !suggestion.more)
    return { finding: { ...finding, rows }, left: Math.max(0, rowCount - rows.length) };
  return {
    finding: {
      ...finding,
      rows,
      suggestion: { act: 'exclude', rows: suggestion.rows, ...(suggestion.keep !== undefined && { keep: suggestion.keep }) },
    },
    left: suggestion.more,
  };
}

/** The texts of the rows that pass a filter, by row number. */
export async function gatherTexts(
  host: Pick<Host, 'call'>,
  filter: Filter,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<Map<number, readonly (string | null)[]>> {
  const texts = new Map<number, readonly (string | null)[]>();
  const view = { filters: [filter] };
  for (let offset = 0, total = 1; offset < Math.min(total, mostRows); offset += textPage) {
    const page = await host.call('window', { view, offset, limit: textPage, columns }, { signal });
    total = page.total;
    page.rows.forEach((row, place) =>
      texts.set(
        row,
        page.cells.map(({ text, codes }) => ((codes?.[place] ?? 0) === 0 ? (text[place] ?? null) : null)),
      ),
    );
  }
  return texts;
}
