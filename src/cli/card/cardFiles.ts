import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { formatCount } from '../../core/countWords.ts';
import { errorMessage } from '../../core/errorMessage.ts';
import { CardError, stampOfCard } from '../../core/card/mergeCard.ts';
import { hashFile } from '../../engine/apply/fileVersion.ts';

/** `NAME.card.md`, beside the data file. */
export const cardPath = (dataPath: string): string => `${dataPath}.card.md`;

/** `NAME.croissant.json`, beside the data file. */
export const croissantPath = (dataPath: string): string => `${dataPath}.croissant.json`;

/** Text of a file; null where there is none. Throws, in words, when it cannot be read. */
export async function readIfThere(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new Error(`${path} cannot be read: ${error.message}`);
  });
}

/**
 * What there is to say of a dataset's card: that it describes another version, or cannot be read. Null where it describes
 * the file as it is, or there is none. The file is read through only where its size cannot tell.
 * @param given the path as it was given, for the words.
 */
export async function staleCard(file: string, given: string): Promise<string | null> {
  const path = cardPath(given);
  try {
    const card = await readIfThere(cardPath(file));
    const stamp = card === null ? null : stampOfCard(card);
    if (stamp === null) return null;
    if ((await stat(file)).size === stamp.bytes && (await hashFile(file)) === stamp.hash) return null;
    return `${path}: the card describes another version of ${basename(file)}, of ${formatCount(stamp.rows)} rows. Write it again: winnow card ${given}`;
  } catch (error) {
    return describeCardError(path, error);
  }
}

/** A problem of a card with its place. */
export function describeCardError(path: string, error: unknown): string {
  if (error instanceof CardError) return `${path}:${error.line}: ${error.message}`;
  return errorMessage(error);
}
