import { errorMessage } from '../../src/core/errorMessage.ts';
import type { Context } from '../context.ts';
import { chartEvent, type ChartWish } from './chartMenu.ts';
import { chartCsv } from './chartTable.ts';
import { drawPicture, type Picture } from './drawPicture.ts';
import { paintPng } from './paintPng.ts';

/** Over the dialog that asks where a picture goes. */
const saveTitle = 'Save the chart as a picture';

/** Does what the menus of charts are asked for, wherever they stand on the page. */
export function takeCharts(context: Context): void {
  document.addEventListener(chartEvent, (event) => {
    void context.attempt(take(context, (event as CustomEvent<ChartWish>).detail));
  });
}

async function take({ host, store }: Context, wish: ChartWish): Promise<void> {
  const { act, options: { title } } = wish;
  const name = fileName(`${store.document.name} ${title}`);
  switch (act) {
    case 'copy-table': {
      const { table } = wish.options;
      await host.call('copy', { text: chartCsv(typeof table === 'function' ? table() : table) });
      return store.say('Copied the figures of the chart as CSV.');
    }
    case 'copy-svg':
      await host.call('copy', { text: drawn(wish, store.document.name).svg });
      return store.say('Copied the chart as SVG.');
    case 'copy-png':
      await copyPng(drawn(wish, store.document.name));
      return store.say('Copied the chart as a picture.');
    case 'save-svg':
    case 'save-png': {
      const picture = drawn(wish, store.document.name);
      const file = act === 'save-svg'
        ? { name: `${name}.svg`, title: saveTitle, kind: 'SVG picture', content: picture.svg, encoding: 'utf8' as const }
        : { name: `${name}.png`, title: saveTitle, kind: 'PNG picture', content: await base64(await paintPng(picture)), encoding: 'base64' as const };
      const saved = await host.call('saveFile', file);
      if (saved !== null) store.say(`Saved the chart as ${saved}.`);
    }
  }
}

/** The picture of a chart; where its table stands in its place, it comes back for as long as it is drawn. */
function drawn({ body, options: { title, basis } }: ChartWish, dataset: string): Picture {
  const figure = body.closest('.chart');
  const asTable = figure?.classList.contains('as-table') ?? false;
  figure?.classList.remove('as-table');
  try {
    return drawPicture(body, { title, notes: [basis === undefined ? dataset : `${dataset} · ${basis}`] });
  } finally {
    figure?.classList.toggle('as-table', asTable);
  }
}

async function copyPng(picture: Picture): Promise<void> {
  const refused = 'This window may not put pictures on the clipboard. Use “Save as PNG…” or “Copy as SVG”.';
  if (!('clipboard' in navigator) || typeof ClipboardItem === 'undefined') throw new Error(refused);
  try {
    // The promise goes in: some browsers take what a click leads to only at once.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': paintPng(picture) })]);
  } catch (error) {
    throw new Error(`${refused} (${errorMessage(error)})`, { cause: error });
  }
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}

/** A name that every file system takes. */
function fileName(words: string): string {
  return words.replace(/[\\/:*?"<>|\u0000-\u001f\s]+/g, ' ').trim().slice(0, 120);
}
