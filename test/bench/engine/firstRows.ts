import { type BenchFormat, pathOf } from '../data/benchData.ts';
import { type Arm, interleave } from '../interleave.ts';
import type { Measurement } from '../measurement.ts';
import { runTask } from '../processes/task.ts';
import { median } from '../statistics.ts';
import type { FirstRowsTimes } from '../tasks/firstRows.ts';
import { type EngineBench, type EnginePart, taskModule } from './engineBench.ts';

const group = 'First rows';

/** How soon the head of a file is there, beside reading its first 256 KB, and whether the size of the file matters. */
export function firstRows(format: BenchFormat): EnginePart {
  return { name: `first-rows-${format}`, measure: (bench) => measureFormat(bench, format) };
}

async function measureFormat(bench: EngineBench, format: BenchFormat): Promise<Measurement[]> {
  bench.log(`First rows of ${format}`);
  const arm = (name: string, folder: string): Arm => ({
    name,
    async run() {
      const { result: { first, later } } = await runTask<{ path: string }, FirstRowsTimes>(taskModule(bench, 'firstRows'), { path: pathOf(folder, format) });
      return { firstBlock: first.block, firstRows: first.rows, block: median(later.block), rows: median(later.rows) };
    },
  });
  const samples = await interleave(bench.runs, [arm('large', bench.data.folder), arm('small', bench.small.folder)], bench.log);
  const title = format.toUpperCase();
  const block = (name: string): Measurement['yardstick'] => ({ name: 'first 256 KB, read', values: samples.values('large', name) });
  const smallName = `of ${bench.small.size / 1e6} MB`;
  return [
    {
      group,
      name: `${title}, first of a process`,
      unit: 'ms',
      values: samples.values('large', 'firstRows'),
      yardstick: block('firstBlock'),
      target: { of: 'ratio', atMost: 1.5 },
    },
    {
      group,
      name: `${title}, again`,
      unit: 'ms',
      values: samples.values('large', 'rows'),
      yardstick: block('block'),
      target: { of: 'ratio', atMost: 1.5 },
    },
    {
      group,
      name: `${title}, whatever the size`,
      unit: 'ms',
      values: samples.values('large', 'rows'),
      yardstick: { name: smallName, values: samples.values('small', 'rows') },
      target: { of: 'ratio', atLeast: 0.8, atMost: 1.2 },
    },
  ];
}
