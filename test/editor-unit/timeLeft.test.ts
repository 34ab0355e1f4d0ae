import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TimeLeft, timeLeftWords } from '../../src/editor/timeLeft.ts';

/** Samples each 200 ms, one for each fraction. */
function watch(fractions: readonly number[]): TimeLeft {
  const left = new TimeLeft();
  fractions.forEach((fraction, index) => left.add(fraction, index * 200));
  return left;
}

describe('timeLeft', () => {
  it('says nothing before it has watched for two seconds', () => {
    assert.equal(watch([0, 0.1, 0.2, 0.3]).seconds, null);
  });

  it('tells the rest from a steady speed', () => {
    const seconds = watch(Array.from({ length: 26 }, (_, index) => index * 0.01)).seconds;
    assert(seconds !== null && Math.abs(seconds - 15) < 0.01, String(seconds));
  });

  it('says nothing while the speed changes, and tells it again once it is steady', () => {
    const quick = Array.from({ length: 8 }, (_, index) => index * 0.01);
    const slow = Array.from({ length: 80 }, (_, index) => 0.07 + index * 0.001);
    assert.equal(watch([...quick, ...slow.slice(0, 12)]).seconds, null);
    const seconds = watch([...quick, ...slow]).seconds;
    assert(seconds !== null && Math.abs(seconds - 170) < 5, String(seconds));
  });

  it('begins anew where another piece of work does, and says nothing of what stands still', () => {
    assert.equal(watch([...Array.from({ length: 20 }, (_, index) => index * 0.05), 0.1, 0.2]).seconds, null);
    assert.equal(watch(Array.from({ length: 30 }, () => 0.5)).seconds, null);
  });

  it('speaks in steps', () => {
    assert.deepEqual([0.2, 8.1, 21, 100, 4000, 9000].map(timeLeftWords), ['1 s left', '9 s left', '25 s left', '2 min left', '67 min left', '3 h left']);
  });
});
