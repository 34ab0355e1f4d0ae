import { startsLikeArrowFile } from '../arrow.ts';
import type { ByteSource } from '../format.ts';
import { ArrowFooter, type Block } from './arrowFooter.ts';
import { readMessage, type PlacedMessage } from './arrowMessages.ts';
import { EditError } from './editError.ts';

/** Where the messages of an Arrow file or stream are. */
export interface ArrowLayout {
  /** null in a stream. */
  readonly footer: ArrowFooter | null;
  /** null in files whose writer has left it to the footer. */
  readonly schema: PlacedMessage | null;
  /** In the order of their rows. */
  readonly batches: readonly PlacedMessage[];
  readonly dictionaries: readonly PlacedMessage[];
}

/** Bytes before the schema of a file: its magic and two of padding. */
const fileStart = 8;

/** Reads all descriptions of messages, and none of their bodies. */
export async function readArrowLayout(source: ByteSource): Promise<ArrowLayout> {
  const isFile = startsLikeArrowFile(await source.read(0, fileStart));
  const first = await readMessage(source, isFile ? fileStart : 0);
  if (!first) throw new EditError('The schema of the file cannot be read.');
  const schema = first.message.isSchema() ? first : null;
  if (!isFile) return { footer: null, schema, ...(await readStream(source, first.end)) };
  const footer = await ArrowFooter.read(source);
  const read = ({ at }: Block): Promise<PlacedMessage> => requireMessage(source, at);
  return { footer, schema, batches: await inTurn(footer.batches, read), dictionaries: await inTurn(footer.dictionaries, read) };
}

async function requireMessage(source: ByteSource, at: number): Promise<PlacedMessage> {
  const message = await readMessage(source, at);
  if (!message) throw new EditError(`The file is damaged at byte ${at}: a record batch that its footer names is not there.`);
  return message;
}

async function readStream(source: ByteSource, start: number): Promise<Pick<ArrowLayout, 'batches' | 'dictionaries'>> {
  const batches: PlacedMessage[] = [];
  const dictionaries: PlacedMessage[] = [];
  for (let placed = await readMessage(source, start); placed; placed = await readMessage(source, placed.end)) {
    if (placed.message.isRecordBatch()) batches.push(placed);
    else if (placed.message.isDictionaryBatch()) dictionaries.push(placed);
  }
  return { batches, dictionaries };
}

async function inTurn<T, R>(items: readonly T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await read(item));
  return results;
}
