import { defineCheck, type RawFinding } from './check.ts';
import { formatCount, quoted } from './parts/words.ts';

/**
 * A column with one value in every row, or with none in any. A value that some rows lack is not constant:
 * there, being missing tells something. The split column is left out, since a file may hold one split.
 */
export const constantColumn = defineCheck({
  id: 'constant-column',
  title: 'Column that never changes',
  description: 'Columns with one value in every row, or with none: they tell nothing apart.',
  severity: 'info',
  defaults: { minRows: 10 },
  needs: () => null,
  async *run({ dataset, profiles, options }): AsyncGenerator<RawFinding> {
    if (dataset.rows < options.minRows) return;
    for (const { name } of dataset.columns) {
      const profile = profiles.get(name);
      if (!profile || name === dataset.roles.split) continue;
      const empty = profile.nulls + profile.blanks === profile.rows;
      const constant = profile.nulls === 0 && profile.distinct === 1 && profile.distinctIsExact;
      if (!empty && !constant) continue;
      const value = empty ? null : (profile.top[0]?.value ?? profile.min ?? null);
      const rows = `all ${formatCount(profile.rows)} rows`;
      yield {
        scope: 'column',
        score: 0.5,
        column: name,
        message: empty ? `${quoted(name)} has no value in any of ${formatCount(profile.rows)} rows.` : `${quoted(name)} is ${quoted(value ?? '')} in ${rows}.`,
        rows: [],
        evidence: { value, rows: profile.rows },
      };
    }
  },
});
