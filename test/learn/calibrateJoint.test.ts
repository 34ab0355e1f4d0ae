import assert from 'node:assert/strict';
import test from 'node:test';
import { calibrateJoint } from '../../src/learn/calibrateJoint.ts';
import { createRandom } from '../../src/learn/random.ts';

test('among hundreds of classes every class keeps its rows, and nothing comes where nothing was counted', () => {
  const classes = 400;
  const random = createRandom(1);
  const counts = new Int32Array(classes * classes);
  for (let given = 0; given < classes; given++) {
    counts[given * classes + given] = 1 + Math.floor(20 * random());
    for (let other = 0; other < 12; other++) counts[given * classes + Math.floor(classes * random())]! += 1 + Math.floor(3 * random());
  }
  const labelCounts = Int32Array.from({ length: classes }, (_, label) => (label === 7 ? 0 : 10 + Math.floor(60 * random())));
  const calibrated = calibrateJoint(counts, labelCounts);
  for (let given = 0; given < classes; given++) {
    const row = calibrated.subarray(given * classes, (given + 1) * classes);
    assert.equal(row.reduce((a, b) => a + b), labelCounts[given]);
    row.forEach((count, j) => {
      const own = counts[given * classes + j]!;
      const scale = labelCounts[given]! / counts.subarray(given * classes, (given + 1) * classes).reduce((a, b) => a + b);
      assert.ok(own === 0 ? count === 0 : Math.abs(count - own * scale) <= 1 + 1e-9, `${count} of ${own * scale}`);
    });
  }
});
