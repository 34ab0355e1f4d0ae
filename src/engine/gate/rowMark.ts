import { createHash } from 'node:crypto';
import { contentHashField, isContentShape, occurrenceField, type RowKey, rowKeyText } from '../../core/rowKey.ts';

/**
 * One number for a row's key: the first 64 bits of its SHA-256. How many copies a content has is no part of it: that one
 * more was added makes the others no new rows.
 */
export function rowMark(key: RowKey): bigint {
  const text = isContentShape(Object.keys(key)) ? JSON.stringify([key[contentHashField], key[occurrenceField] ?? 1]) : rowKeyText(key);
  return createHash('sha256').update(text).digest().readBigUInt64LE(0);
}
