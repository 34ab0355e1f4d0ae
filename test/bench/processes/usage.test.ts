import assert from 'node:assert/strict';
import test from 'node:test';
import { readUsage, usageOf } from './usage.ts';

test('CPU time and peak memory are read from what Linux tells of a process, whatever its name', () => {
  const stat = '4242 (node) 7 (x) S 1 4242 4242 0 -1 4194304 9000 0 0 0 150 25 0 0 20 0 11 0 300 1000000 5000 18446744073709551615';
  const status = 'Name:\tnode\nVmPeak:\t 1200000 kB\nVmHWM:\t  250000 kB\nVmRSS:\t  90000 kB\n';
  assert.deepEqual(readUsage(stat, status), { cpuMs: 1750, peakMB: 256 });
});

test('a process that is gone has used nothing that could be told', async () => {
  assert.equal(await usageOf(2 ** 30), null);
});
