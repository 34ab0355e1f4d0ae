import type { Context } from '../context.ts';

/** Shows a row whole and selects it where the view has it; else in the whole file in its own order, with a word on why the filters went. */
export async function revealRow({ store, host }: Context, row: number, column?: string): Promise<void> {
  store.patchScreen({ panel: 'inspector' });
  const position = await host.call('positionOf', { view: store.view, row });
  if (position !== null) return store.select(row, position, column);
  const filtered = store.screen.filters.length > 0;
  const whole = await host.call('positionOf', { view: { filters: [] }, row });
  if (whole === null) return store.say(`Row ${row} is not in the file`);
  store.showRows([]);
  store.patchScreen({ sort: null });
  store.select(row, whole, column);
  if (filtered) store.say(`Row ${row} did not pass the filters: they are off`);
}
