import type { Format } from './format.ts';

export const arrowMagic = 'ARROW1';

/** Arrow IPC: files, streams, and Feather version 2, which is an Arrow file. */
export const arrow: Format = {
  id: 'arrow',
  title: 'Arrow',
  extensions: ['.arrow', '.arrows', '.feather', '.ipc'],
  recognise(name, head) {
    if (startsLikeArrowFile(head)) return 1;
    if (/\.(arrow|arrows|feather|ipc)$/i.test(name)) return 0.9;
    return startsLikeArrowStream(head) ? 0.4 : 0;
  },
  async firstRows(source) {
    const { readArrowHead } = await loadReader();
    return readArrowHead(source);
  },
  async open(source) {
    const { readArrowHead, readArrowBatches, readArrowInPlace } = await loadReader();
    const { columns, records, notices } = await readArrowHead(source);
    return {
      format: 'arrow',
      columns,
      records,
      notices,
      toEngine: () => ({ kind: 'batches', batches: (signal) => readArrowBatches(source, signal) }),
      rowsInPlace: () => readArrowInPlace(source),
      close: async () => undefined,
    };
  },
};

/** The package is large: it is loaded when the first Arrow file is opened. */
const loadReader = () => import('./arrowReader.ts');

/** A file, and Feather of version 2, begins with the magic that it ends with. */
export function startsLikeArrowFile(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, arrowMagic.length)).toString('latin1') === arrowMagic;
}

/** A stream begins with a continuation marker and the length of its schema. */
export function startsLikeArrowStream(head: Uint8Array): boolean {
  if (head.length < 8) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return view.getUint32(0, true) === 0xffff_ffff && view.getInt32(4, true) > 0 && view.getInt32(4, true) < 1 << 24;
}
