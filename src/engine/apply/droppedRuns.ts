import type { Dataset } from '../../core/dataset.ts';
import type { Splice } from '../../formats/edit/jsonArrayEditor.ts';
import { SourceOffsets } from '../../formats/edit/sourceOffsets.ts';
import { encodingByMark } from '../../formats/encoding.ts';
import type { ByteSource } from '../../formats/format.ts';
import type { RowIndex } from '../rowIndex.ts';
import { lineEndLength } from './lineSplices.ts';

const nothing = new Uint8Array();
/** Rows between two looks at whether to go on. */
const stretch = 65_536;

/**
 * What goes of a file of lines where most of its rows are dropped: stretches of rows beside each other, each in one piece
 * with the line ends of its rows and what is between them, found in one walk through the file.
 */
export async function* droppedRuns(
  source: ByteSource,
  { text = {} }: Dataset,
  index: RowIndex,
  dropped: ReadonlySet<number>,
  signal?: AbortSignal,
): AsyncGenerator<Splice> {
  const encoding = text.encoding ?? 'utf-8';
  const markLength = encodingByMark(await source.read(0, 4))?.markLength ?? 0;
  // An index of the file itself counts the mark; one of its text does not.
  const offsets = new SourceOffsets(source, index.transcoded ? encoding : 'utf-8', index.transcoded ? markLength : 0);
  const run = async (from: number, to: number): Promise<Splice> => {
    const [start, end] = [await offsets.find(from), await offsets.find(to)];
    return { byte: start, length: end + lineEndLength(await source.read(end, 4), encoding) - start, by: nothing };
  };
  const walker = index.walkAll();
  let [from, to, walked] = [-1, -1, 0];
  while (await walker.next()) {
    if (++walked % stretch === 0) signal?.throwIfAborted();
    if (dropped.has(walker.row)) {
      if (from < 0) from = walker.byte;
      to = walker.byte + walker.end - walker.start;
    } else if (from >= 0) {
      yield await run(from, to);
      from = -1;
    }
  }
  if (from >= 0) yield await run(from, to);
}
