import type { FindingRow } from '../../core/finding.ts';
import type { NewFinding } from '../../core/findingMarks.ts';
import type { ListedFinding } from '../../protocol/findingMethods.ts';
import type { EngineSession } from '../engineSession.ts';
import { noCounts, type FirstRow, type ReportedRow, type Reporter, type SeverityCounts } from '../reporters/reporter.ts';
import type { Terminal } from '../terminal.ts';

/** Findings, and rows of a finding, that are fetched in one turn: what is held of a report at a time. */
const pageSize = 1000;
const rowPageSize = 10_000;

/** Every open finding, in order, with all of its rows; `listed` returns how far a page came. */
export async function* listFindings(id: number, session: EngineSession, allRows: boolean): AsyncGenerator<readonly ListedFinding[]> {
  for (let offset = 0, total = 1; offset < total; ) {
    const page = await session.call('findings', { id, offset, limit: pageSize, allRows });
    if (page.findings.length === 0) return;
    yield page.findings;
    offset += page.findings.length;
    total = page.total;
  }
}

/** The rows that came with the finding, then the others. */
export async function* rowsOf(id: number, { index, finding, rowCount }: ListedFinding, session: EngineSession): AsyncGenerator<readonly FindingRow[]> {
  yield finding.rows;
  for (let offset = finding.rows.length; offset < rowCount; ) {
    const { rows } = await session.call('findingRows', { id, finding: index, offset, limit: rowPageSize });
    if (rows.length === 0) return;
    yield rows;
    offset += rows.length;
  }
}

/** Passes findings to a reporter as they come. `fresh`: those to be told; null: all. Returns how many were told. */
export async function reportFindings(
  id: number,
  fresh: ReadonlyMap<number, NewFinding> | null,
  session: EngineSession,
  reporter: Reporter,
  terminal: Terminal,
): Promise<SeverityCounts> {
  const counts = noCounts();
  for await (const page of listFindings(id, session, reporter.wantsRows)) {
    const told = page.filter(({ index }) => fresh?.has(index) ?? true);
    const firsts = await firstRows(id, told, fresh, session, reporter);
    for (const [place, listed] of told.entries()) {
      counts[listed.finding.severity]++;
      await reporter.finding(listed.finding, markFresh(rowsOf(id, listed, session), fresh?.get(listed.index)), firsts[place]);
    }
    await terminal.written();
  }
  return counts;
}

/** Of each finding, the row at which it is shown: the first that is new. */
async function firstRows(
  id: number,
  page: readonly ListedFinding[],
  fresh: ReadonlyMap<number, NewFinding> | null,
  session: EngineSession,
  reporter: Reporter,
): Promise<(FirstRow | undefined)[]> {
  const firsts: (FirstRow | undefined)[] = [];
  for (const { index, finding } of page) {
    const place = fresh?.get(index)?.places[0] ?? 0;
    const isOfRows = finding.scope === 'row' || finding.scope === 'rows';
    firsts.push(
      isOfRows
        ? (finding.rows[place] ?? (await session.call('findingRows', { id, finding: index, offset: place, limit: 1 })).rows[0])
        : undefined,
    );
  }
  if (!reporter.wantsPlaces) return firsts;
  const places = await session.call('places', { id, rows: firsts.flatMap((first) => (first ? [first.row] : [])) });
  let at = 0;
  return firsts.map((first) => first && { ...first, ...places[at++] });
}

async function* markFresh(pages: AsyncIterable<readonly FindingRow[]>, finding: NewFinding | undefined): AsyncGenerator<readonly ReportedRow[]> {
  if (!finding || finding.places.length === 0) return yield* pages;
  const fresh = new Set(finding.places);
  let place = 0;
  for await (const rows of pages) yield rows.map((row) => (fresh.has(place++) ? { ...row, fresh: true as const } : row));
}
