import assert from 'node:assert/strict';
import test from 'node:test';
import type { TimeUnit } from '../../../src/formats/timeUnits.ts';
import { bigEndianInteger, bytesText, dateText, decimalText, doubleText, timestampText, timeText } from '../../../src/formats/valueText.ts';
import {
  bigEndianBytes,
  parseBoolean,
  parseBytes,
  parseDate,
  parseDecimal,
  parseDouble,
  parseInteger,
  parseTime,
  parseTimestamp,
} from '../../../src/formats/edit/valueOfText.ts';
import { seededRandom } from '../randomCsv.ts';

const seed = Math.floor(Math.random() * 2 ** 31);
const units: readonly TimeUnit[] = ['seconds', 'milliseconds', 'microseconds', 'nanoseconds'];

test(`a value's text is read as that value (seed ${seed})`, () => {
  const random = seededRandom(seed);
  for (let run = 0; run < 2000; run++) {
    const days = BigInt(random(8_000_000)) - 4_000_000n;
    assert.equal(parseDate(dateText(days)), days);
    const unit = units[random(4)]!;
    const moment = BigInt(random(2 ** 31)) * BigInt(random(2 ** 31)) * (random(2) === 0 ? 1n : -1n);
    assert.equal(parseTimestamp(timestampText(moment, unit, random(2) === 0), unit), moment);
    const time = BigInt(random(86_400)) * 10n ** BigInt(units.indexOf(unit) * 3) + (unit === 'seconds' ? 0n : BigInt(random(1000)));
    assert.equal(parseTime(timeText(time, unit), unit), time);
    const scale = random(10);
    assert.equal(parseDecimal(decimalText(moment, scale), scale, 38), moment);
    const double = (random(2 ** 31) - 2 ** 30) / 10 ** random(20);
    assert.equal(parseDouble(doubleText(double)), double);
    assert.equal(bigEndianInteger(bigEndianBytes(moment, 16)), moment);
    const bytes = Buffer.from([random(256), random(256)]);
    assert.deepEqual(parseBytes(bytesText(bytes)), bytes);
  }
});

test('what is no value of the type is refused, and says what would be', () => {
  assert.throws(() => parseBoolean('yes'), /“yes” is not a boolean: write true or false/);
  assert.throws(() => parseInteger('1.0', 32, true), /not a whole number/);
  assert.throws(() => parseInteger('-1', 8, false), /8 bits without a sign/);
  assert.throws(() => parseInteger('128', 8, true), /8 bits/);
  assert.throws(() => parseDouble('1,5'), /not a number/);
  assert.throws(() => parseDecimal('1.234', 2, 10), /2 decimal places at most/);
  assert.throws(() => parseDecimal('12345', 2, 5), /5 digits at most/);
  assert.throws(() => parseDecimal('.', 2, 5), /not a decimal number/);
  assert.throws(() => parseDate('2023-02-29'), /not a date/);
  assert.throws(() => parseTime('24:00:00', 'seconds'), /not a time/);
  assert.throws(() => parseTime('12:00:00.5', 'seconds'), /in whole seconds/);
  assert.throws(() => parseTimestamp('tomorrow', 'seconds'), /not a date and time/);
  assert.throws(() => parseBytes('0xabc'), /not bytes/);
  assert.throws(() => bigEndianBytes(128n, 1), /fits into 1 bytes/);
});
