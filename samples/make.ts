import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { annotatedTickets } from './generator/annotated.ts';
import { type Fault, FaultPlanter, type FaultyTickets } from './generator/faults.ts';
import { Random } from './generator/random.ts';
import { makeTickets, type Ticket } from './generator/tickets.ts';
import { toArrow, toParquet } from './generator/writeColumnar.ts';
import { toCsv, toJsonLines } from './generator/writeText.ts';

const seed = 20_260_314;
const name = 'support-tickets';

/** Tickets with planted faults, and the list of them; the same every time. */
function faultyTickets(): FaultyTickets {
  const random = new Random(seed);
  return new FaultPlanter(random, makeTickets(random, { count: 2000, others: 12, sources: ['help-desk'], biased: true })).plant();
}

/** Tickets with which nothing is wrong. */
function cleanTickets(): readonly Ticket[] {
  return makeTickets(new Random(seed + 1), { count: 800, others: 75, sources: ['help-desk', 'web-form'], biased: false });
}

/** Writes both datasets in four formats, the one that several people labelled as CSV, and the lists of faults. */
export async function makeSamples(folder: string): Promise<void> {
  const { tickets, unreadable, faults } = faultyTickets();
  await writeAll(folder, tickets, unreadable);
  await writeAll(join(folder, 'clean'), cleanTickets());
  await writeFile(join(folder, `${name}.faults.json`), faultList(tickets.length, faults));
  const annotated = annotatedTickets(seed + 2);
  await writeFile(join(folder, 'annotated-tickets.csv'), annotated.csv);
  await writeFile(join(folder, 'annotated-tickets.faults.json'), faultList(annotated.rows, annotated.faults));
}

function faultList(rows: number, faults: readonly Fault[]): string {
  const list = faults.map((fault) => `    ${JSON.stringify(fault)}`).join(',\n');
  return `{\n  "rows": ${rows},\n  "faults": [\n${list}\n  ]\n}\n`;
}

async function writeAll(folder: string, tickets: readonly Ticket[], unreadable?: FaultyTickets['unreadable']): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.csv`), toCsv(tickets, unreadable));
  await writeFile(join(folder, `${name}.jsonl`), toJsonLines(tickets, unreadable));
  await writeFile(join(folder, `${name}.parquet`), await toParquet(tickets));
  await writeFile(join(folder, `${name}.arrow`), toArrow(tickets));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) void makeSamples(dirname(fileURLToPath(import.meta.url)));
