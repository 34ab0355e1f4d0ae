/**
 * `winnow.json` for tests of what happens around the checks: those that learn or compare every text with every other
 * would take most of the time.
 */
export const plainChecks = JSON.stringify({
  checks: {
    'label-error': false,
    'ambiguous-row': false,
    'test-noise': false,
    'order-dependence': false,
    'weak-slice': false,
    miscalibrated: false,
    'rare-segment': false,
    'label-shift-by-segment': false,
    'too-few-test-rows': false,
    'identical-columns': false,
    'low-label-confidence': false,
    'near-duplicate': false,
    'conflicting-label': { near: false },
    'split-leakage': { near: false },
  },
});
