import assert from 'node:assert/strict';
import test from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { bigEndianInteger, dateText, decimalText, doubleText, floatText, timestampText } from '../../src/formats/valueText.ts';
import { seededRandom } from './randomCsv.ts';

async function duckdbTexts(select: string): Promise<string[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`SET TimeZone = 'UTC'`);
    return (await connection.runAndReadAll(select)).getRows().map((row) => String(row[0]));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test('numbers have the text that DuckDB gives them', async () => {
  const random = seededRandom(1);
  const doubles = [0, 1, -1, 0.1, 1e15, 1e16, 123456789012345680, 1e20, 1e21, 1e-5, 1e-7, 1.5e300, 5e-324, 2 ** 53, Number.MAX_VALUE];
  for (let index = 0; index < 300; index++) doubles.push((random(2 ** 31) - 2 ** 30) * 10 ** (random(40) - 20));
  assert.deepEqual(
    doubles.map(doubleText),
    await duckdbTexts(`SELECT CAST(CAST(x AS DOUBLE) AS VARCHAR) FROM (SELECT unnest([${doubles.map((x) => `'${x}'`).join(', ')}]) AS x)`),
  );
  const floats = [0.1, 1, -2.5, 0.333, 1e10, 3.4e38, 1e-5, 16_777_216].map(Math.fround);
  assert.deepEqual(
    floats.map(floatText),
    await duckdbTexts(`SELECT CAST(CAST(x AS FLOAT) AS VARCHAR) FROM (SELECT unnest([${floats.map((x) => `'${x}'`).join(', ')}]) AS x)`),
  );
  assert.deepEqual([NaN, Infinity, -Infinity, -0].map(doubleText), ['nan', 'inf', '-inf', '-0.0']);
});

test('dates and moments have the text that DuckDB gives them', async () => {
  const random = seededRandom(2);
  const days = [0, -1, 59, 60, 11_016, 11_017, -719_162, -719_163, -800_000, 2_932_896];
  for (let index = 0; index < 300; index++) days.push(random(4_000_000) - 2_000_000);
  assert.deepEqual(
    days.map((day) => dateText(BigInt(day))),
    await duckdbTexts(`SELECT CAST(DATE '1970-01-01' + CAST(x AS INTEGER) AS VARCHAR) FROM (SELECT unnest([${days.join(', ')}]) AS x)`),
  );
  const moments = days.map((day) => BigInt(day) * 86_400_000_000n + BigInt(random(2 ** 31)) * BigInt(random(40)));
  const list = moments.map((moment) => `${moment}::BIGINT`).join(', ');
  assert.deepEqual(
    moments.map((moment) => timestampText(moment, 'microseconds', false)),
    await duckdbTexts(`SELECT CAST(make_timestamp(x) AS VARCHAR) FROM (SELECT unnest([${list}]) AS x)`),
  );
});

test('floats have the shortest text that gives them back', () => {
  const random = seededRandom(4);
  for (let round = 0; round < 500; round++) {
    const value = Math.fround((random(2 ** 31) - 2 ** 30) * 10 ** (random(30) - 20));
    assert.equal(Math.fround(Number(floatText(value))), value);
    assert(floatText(value).replace(/e.*|[-.]/g, '').length <= 17);
  }
  assert.equal(floatText(Math.fround(0.1)), '0.1');
});

test('decimals keep every digit', () => {
  assert.equal(decimalText(110n, 2), '1.10');
  assert.equal(decimalText(-5n, 3), '-0.005');
  assert.equal(decimalText(12345678901234567890123456789n, 4), '1234567890123456789012345.6789');
  assert.equal(decimalText(7n, 0), '7');
  assert.equal(decimalText(7n, -2), '700');
});

test('big-endian integers are signed', () => {
  assert.equal(bigEndianInteger(Uint8Array.of(0xff, 0xfe)), -2n);
  assert.equal(bigEndianInteger(Uint8Array.of(0, 0xfe)), 254n);
  assert.equal(bigEndianInteger(new Uint8Array()), 0n);
});
