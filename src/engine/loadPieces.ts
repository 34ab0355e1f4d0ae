import { groupRows } from './loadTable.ts';
import type { RowIndex } from './rowIndex.ts';
import type { Segment } from './rowIndexBuild.ts';

const usualLength = 64 << 20;
/** Rows so long that not even one row group fits are cut anywhere. */
const longestLength = 192 << 20;

/**
 * The stretches of a file in which it is loaded, in order: neighbouring clean segments together, in pieces of about
 * 64 MB that fill row groups; the others one by one.
 */
export async function* piecesOf(index: RowIndex): AsyncGenerator<Segment> {
  for (const run of runsOf(index.segments)) {
    if (run.clean) yield* cut(run, index);
    else yield run;
  }
}

function runsOf(segments: readonly Segment[]): Segment[] {
  const runs: Segment[] = [];
  for (const segment of segments) {
    const last = runs.at(-1);
    if (last?.clean && segment.clean && last.mixedLineEnds === segment.mixedLineEnds) {
      runs[runs.length - 1] = { ...last, records: last.records + segment.records, length: last.length + segment.length };
    } else runs.push(segment);
  }
  return runs;
}

async function* cut(run: Segment, index: RowIndex): AsyncGenerator<Segment> {
  const groupLength = (run.length / Math.max(1, run.records)) * groupRows;
  const wanted = Math.max(1, Math.floor(usualLength / groupLength)) * groupRows;
  let { row, byte, line } = run;
  const [endRow, endByte] = [run.row + run.records, run.byte + run.length];
  while (byte < endByte) {
    let records = Math.min(wanted, endRow - row);
    let next = await placeOf(row + records);
    // Rows may be longer here than they are on average.
    while (next.byte - byte > longestLength && records > 1) {
      records = Math.ceil(records / 2);
      next = await placeOf(row + records);
    }
    yield { ...run, row, byte, line, records, length: next.byte - byte };
    row += records;
    ({ byte, line } = next);
  }

  async function placeOf(at: number): Promise<{ byte: number; line: number }> {
    return at >= endRow ? { byte: endByte, line: 0 } : index.locate(at);
  }
}
