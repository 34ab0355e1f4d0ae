import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { compressionOf, unpackedName } from '../../src/formats/compression.ts';
import { openFile, readFirstRows } from '../../src/formats/index.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** `id,text`, two rows, as the zstd tool packs them. */
const zstd = Buffer.from('KLUv/QRYoQAAaWQsdGV4dAoxLGFiYwoyLGRlZgq7ZehE', 'base64');

test('packed files are told by their bytes, and are named after what is in them', () => {
  assert.equal(compressionOf(gzipSync('a')), 'gzip');
  assert.equal(compressionOf(zstd), 'zstd');
  assert.equal(compressionOf(Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0])), 'zstd');
  assert.equal(compressionOf(Buffer.from('id,text\n')), null);
  assert.equal(compressionOf(new Uint8Array()), null);
  assert.equal(unpackedName('reviews.CSV.gz', 'gzip'), 'reviews.CSV');
  assert.equal(unpackedName('reviews.jsonl.zst', 'zstd'), 'reviews.jsonl');
  assert.equal(unpackedName('reviews.csv', 'gzip'), 'reviews.csv');
});

test('the first rows of a packed file are those of what is in it', async (t) => {
  const folder = await temporaryFolder(t);
  const files: Record<string, Buffer> = {
    'a.csv.gz': gzipSync('id,text\n1,abc\n2,def\n'),
    'b.tsv.gz': gzipSync('id\ttext\n1\tabc\n2\tdef\n'),
    'c.csv.zst': zstd,
    'd.jsonl.gz': gzipSync('{"id":1,"text":"abc"}\n{"id":2,"text":"def"}\n'),
    'e.json.gz': gzipSync('[{"id":1,"text":"abc"},{"id":2,"text":"def"}]'),
    'f.csv': gzipSync('id,text\n1,abc\n2,def\n'),
    'members.csv.gz': Buffer.concat([gzipSync('id,text\n1,abc\n'), gzipSync('2,def\n')]),
  };
  for (const [name, bytes] of Object.entries(files)) {
    await writeFile(join(folder, name), bytes);
    const head = await readFirstRows(join(folder, name));
    assert.deepEqual([head.columns.map((column) => column.name), head.cells.map(({ text }) => text)], [['id', 'text'], [['1', '2'], ['abc', 'def']]], name);
  }
});

test('the first rows of a large packed file come from its start, whatever the rest is', async (t) => {
  const path = join(await temporaryFolder(t), 'large.csv.gz');
  const whole = gzipSync(`id,text\n${Array.from({ length: 300_000 }, (_, row) => `${row + 1},text ${(row * 7919) % 10007}`).join('\n')}\n`);
  await writeFile(path, Buffer.concat([whole.subarray(0, whole.length / 2), Buffer.alloc(1000, 255)]));
  const head = await readFirstRows(path);
  assert.equal(head.cells[0]!.text[199], '200');
});

test('a header longer than what is unpacked at first is still read', async (t) => {
  const path = join(await temporaryFolder(t), 'wide.csv.gz');
  const names = Array.from({ length: 60_000 }, (_, column) => `a long name of column ${column}`);
  await writeFile(path, gzipSync(`${names.join(',')}\n${names.map(() => '1').join(',')}\n`));
  assert.equal((await readFirstRows(path)).columns.length, names.length);
});

test('what cannot be unpacked, or not be read from its start, is said in words', async (t) => {
  const folder = await temporaryFolder(t);
  const refuses = async (name: string, bytes: Buffer, why: RegExp): Promise<void> => {
    await writeFile(join(folder, name), bytes);
    await assert.rejects(openFile(join(folder, name)), { name: 'FormatError', message: why });
  };
  const packed = gzipSync('id,text\n1,abc\n');
  await refuses('empty.csv.gz', gzipSync(''), /^empty\.csv\.gz is a packed file with nothing in it/);
  await refuses('cut.csv.gz', packed.subarray(0, 11), /^cut\.csv\.gz cannot be unpacked: it ends too early/);
  await refuses('damaged.csv.gz', Buffer.concat([packed.subarray(0, 10), Buffer.alloc(40, 255)]), /^damaged\.csv\.gz cannot be unpacked: it is damaged \(/);
  await refuses('cut.csv.zst', zstd.subarray(0, 12), /^cut\.csv\.zst cannot be unpacked: it ends too early/);
  await refuses('far.csv.zst', Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 21 << 3]), Buffer.alloc(40)]), /longer memory/);
  await refuses('x.parquet.gz', gzipSync('PAR1 and so on'), /x\.parquet\.gz is a packed Parquet file\. Unpack it first/);
  await refuses('twice.csv.gz', gzipSync(packed), /gzip archive within another/);
  const tar = Buffer.alloc(1024);
  tar.write('reviews.csv', 0);
  tar.write('ustar', 257);
  await refuses('reviews.tar.gz', gzipSync(tar), /tar archive/);
});
