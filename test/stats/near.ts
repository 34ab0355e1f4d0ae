import assert from 'node:assert/strict';

/** Asserts agreement to a relative error. */
export function assertNear(actual: number, expected: number, relative = 1e-11): void {
  const error = expected === 0 ? Math.abs(actual) : Math.abs(actual / expected - 1);
  assert.ok(error <= relative, `${actual} is not ${expected}: off by ${error}`);
}
