import { defineCheck, type RawFinding } from './check.ts';
import { RowList } from './parts/rowList.ts';
import { countOf, formatCount } from './parts/words.ts';

/** One finding per record that does not parse; beyond `maxFindings`, the rest in one (with the rows that the reader has kept). */
export const unreadableRow = defineCheck({
  id: 'unreadable-row',
  title: 'Row does not parse',
  description: 'Records that the reader could not split into cells: they are shown, but count in no sum and reach no model.',
  severity: 'error',
  defaults: { maxFindings: 1000 },
  needs: () => null,
  async *run({ dataset, options, unreadable }): AsyncGenerator<RawFinding> {
    const rest = new RowList();
    let listed = 0;
    for await (const record of unreadable()) {
      if (listed >= options.maxFindings) {
        rest.push(record.row);
        continue;
      }
      listed++;
      const place = record.line === undefined ? `Row ${formatCount(record.row)}` : `Line ${formatCount(record.line)}`;
      yield {
        scope: 'row',
        score: 1,
        message: `${place} does not parse. ${record.reason}${/[.!?]$/.test(record.reason) ? '' : '.'}`,
        rows: [record.row],
        evidence: { line: record.line ?? null, byte: record.byte ?? null, reason: record.reason, text: record.text },
      };
    }
    const more = dataset.unreadable - listed;
    if (more > 0) {
      yield {
        scope: 'rows',
        score: 1,
        message: `${countOf(more, 'more row')} of ${formatCount(dataset.records)} ${more === 1 ? 'does' : 'do'} not parse.`,
        rows: rest.toArray(),
        evidence: { count: more },
      };
    }
  },
});
