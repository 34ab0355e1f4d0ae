import type { Format } from './format.ts';

export const parquet: Format = {
  id: 'parquet',
  title: 'Parquet',
  extensions: ['.parquet', '.pq'],
  recognise(name, head) {
    if (parquetMagic(head) === 'PAR1') return 1;
    return /\.(parquet|pq)$/i.test(name) ? 0.9 : 0;
  },
  async firstRows(source) {
    const { openParquet, readParquetHead } = await loadReader();
    const file = await openParquet(source);
    return { columns: file.columns, cells: await readParquetHead(file), firstRow: 1, records: file.records, notices: [] };
  },
  async open(source) {
    const { openParquet, readParquetBatches } = await loadReader();
    const file = await openParquet(source);
    return {
      format: 'parquet',
      columns: file.columns,
      records: file.records,
      notices: [],
      toEngine: () => ({ kind: 'parquet', path: source.path, records: file.records, batches: (signal) => readParquetBatches(file, signal) }),
      close: async () => undefined,
    };
  },
};

/** The packages are large: they are loaded when the first Parquet file is opened. */
const loadReader = () => import('./parquetReader.ts');

/** `PAR1` at both ends of a Parquet file, `PARE` where it is encrypted. */
export function parquetMagic(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 4)).toString('latin1');
}
