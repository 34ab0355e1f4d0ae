/** What the first bytes of some kinds of file are, in words that follow “looks like”. */
const signatures: readonly (readonly [signature: string, what: string])[] = [
  ['\x89PNG\r\n', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['RIFF', 'a WebP, WAV or AVI file'],
  ['%PDF-', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive or an Excel workbook (save it as CSV first)'],
  ['\xd0\xcf\x11\xe0', 'an old Excel or Word document (save it as CSV first)'],
  ['\x1f\x8b', 'a gzip archive within another (unpack it first)'],
  ['\x28\xb5\x2f\xfd', 'a Zstandard archive within another (unpack it first)'],
  ['BZh', 'a bzip2 archive (unpack it first)'],
  ['\xfd7zXZ', 'an xz archive (unpack it first)'],
  ['SQLite format 3', 'an SQLite database'],
  ['\x7fELF', 'a program'],
  ['MZ', 'a Windows program'],
  ['\x89HDF', 'an HDF5 file'],
  ['\x93NUMPY', 'a NumPy array'],
  ['\x80\x04\x95', 'a Python pickle'],
  ['\x80\x05\x95', 'a Python pickle'],
  ['PAR1', 'a Parquet file'],
  ['PARE', 'an encrypted Parquet file'],
  ['ARROW1', 'an Arrow file'],
  ['FEA1', 'a Feather version 1 file (write it again as Feather version 2 or Parquet)'],
  ['ORC', 'an ORC file'],
  ['Obj\x01', 'an Avro file'],
];

/** Words for what a file is by its first bytes; null when they say nothing. Text formats are not told apart. */
export function looksLike(head: Uint8Array): string | null {
  const start = Buffer.from(head.subarray(0, 64)).toString('latin1');
  for (const [signature, what] of signatures) {
    // A few letters are too little to go by when text follows.
    if (start.startsWith(signature) && (!/^[A-Za-z]{1,3}$/.test(signature) || isBinary(head))) return what;
  }
  if (Buffer.from(head.subarray(257, 262)).toString('latin1') === 'ustar') return 'a tar archive (unpack it first)';
  if (/^\s*<(!doctype html|html|head|body)\b/i.test(start)) return 'a web page (the download may have gone wrong)';
  if (/^\s*<\?xml/i.test(start)) return 'an XML document';
  return isBinary(head) ? 'binary data' : null;
}

/** Whether many bytes, and more than one in twenty, are control characters that text does not have. UTF-16 has to be ruled out before. */
function isBinary(head: Uint8Array): boolean {
  let odd = 0;
  const length = Math.min(head.length, 4096);
  for (let at = 0; at < length; at++) {
    const byte = head[at]!;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 0x1f && byte !== 1) odd++;
  }
  return odd > Math.max(8, length / 20);
}

/** Whether a file begins as the small text does that Git LFS keeps in place of a large one. */
export function startsLikeLfsPointer(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 64)).toString('latin1').startsWith('version https://git-lfs.github.com/spec/');
}

export const lfsAdvice = 'is a Git LFS pointer: the data itself has not been downloaded. Run “git lfs pull” in its folder, then open it again.';
