import { parquetSchema } from 'hyparquet';
import type { Column } from '../../core/schema.ts';
import { openArrow } from '../../formats/arrowReader.ts';
import { nodeByteSource } from '../../formats/byteSource.ts';
import { requireArrowCell } from '../../formats/edit/arrowValues.ts';
import { readFooter } from '../../formats/edit/parquetFooterTree.ts';
import { parquetCell } from '../../formats/edit/parquetValues.ts';
import type { ByteSource } from '../../formats/format.ts';

/** Throws an `EditError` where the cells of a column cannot become a text; null: missing. */
export type TryCell = (column: Column, text: string | null) => void;

/** Tries cells by the types that a Parquet or Arrow file declares. */
export async function columnarCells(path: string, format: 'parquet' | 'arrow'): Promise<TryCell> {
  const source = await nodeByteSource(path);
  try {
    return await (format === 'parquet' ? parquetCells(source) : arrowCells(source));
  } finally {
    await source.close();
  }
}

async function parquetCells(source: ByteSource): Promise<TryCell> {
  const nodes = parquetSchema((await readFooter(source)).metadata).children;
  return ({ index }, text) => {
    const node = nodes[index];
    if (node) parquetCell(text, node);
  };
}

async function arrowCells(source: ByteSource): Promise<TryCell> {
  const { reader } = await openArrow(source);
  const { fields } = reader.schema;
  await reader.cancel();
  return ({ index }, text) => {
    const field = fields[index];
    if (field) requireArrowCell(text, field);
  };
}
