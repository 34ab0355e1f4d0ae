import type { Column } from '../../../src/core/schema.ts';
import type { GeneratedTable } from './generatedHost.ts';

/** Cells and names that would do harm, or break the table, if they were anything but text. */
export const hostileTexts: readonly string[] = [
  '<img src=x onerror="document.body.dataset.harmed=1">',
  '<script>document.body.dataset.harmed=1</script>',
  '<style>*{display:none}</style>',
  `'"><svg onload=document.body.dataset.harmed=1>`,
  'javascript:document.body.dataset.harmed=1',
  '${document.body.dataset.harmed=1}',
  '=HYPERLINK("http://example.org","x")',
  'line one\nline two\r\nline three\ttab',
  'NUL \u0000 and bell \u0007 and escape \u001b[31m',
  'right-to-left \u202egnihtemos\u202c and back',
  'שלום עולם 123',
  '  spaces at both ends  ',
  'zero\u200bwidth',
  `; DROP TABLE data; --`,
  'a'.repeat(400),
  '😀 family 👨‍👩‍👧 and e\u0301',
];

export const hostileNames: readonly string[] = ['<b>bold</b>', '"; DROP TABLE x; --', '__proto__', 'constructor', 'name\nwith a break'];

export function hostileTable(): GeneratedTable {
  const columns = hostileNames.map((name, index): Column => ({ name, index, type: 'text' }));
  const cell = (row: number, name: string): string => hostileTexts[(row - 1 + hostileNames.indexOf(name)) % hostileTexts.length]!;
  return { rows: hostileTexts.length, columns, cell };
}
