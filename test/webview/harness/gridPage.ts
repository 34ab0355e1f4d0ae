import { html, render } from 'lit';
import type { Context } from '../../../webview/context.ts';
import { SamplesTab } from '../../../webview/panels/samples.ts';
import { Store } from '../../../webview/store.ts';
import { registerToolkit } from '../../../webview/ui/toolkit.ts';
import { generatedHost, generatedState, wideTable } from './generatedHost.ts';
import { hostileTable } from './hostileTable.ts';
import { ticketTable } from './ticketTable.ts';

/** The Samples tab alone, over a generated table: `?table=wide&rows=10000000&columns=60&latency=25`. */
const query = new URLSearchParams(location.search);
const number = (name: string, otherwise: number): number => Number(query.get(name) ?? otherwise);
const tables = {
  wide: () => wideTable(number('rows', 10_000_000), number('columns', 60)),
  tickets: () => ticketTable(number('rows', 12_480)),
  hostile: () => hostileTable(),
};
const name = query.get('table') ?? 'wide';
const table = tables[name in tables ? (name as keyof typeof tables) : 'wide']();

registerToolkit();
const store = new Store();
const host = generatedHost(table, number('latency', 25));
const context: Context = {
  store, host,
  side: () => html`<aside class="side"><div class="side-body"><button type="button">in the inspector</button></div></aside>`,
  attempt: (request) => request.then(() => true, () => false),
  focusRows: () => samples.focusRows(), changeLabels: () => undefined, addAnnotation: () => undefined,
};
const samples = new SamplesTab(context);
const place = document.createElement('div');
place.id = 'winnow';
document.body.append(place);
const draw = (): void => void render(html`<main class="main">${samples.template()}</main>`, place);
store.subscribe(draw);
store.patchDocument(generatedState(table));
Object.assign(window, { winnow: { store, host, samples } });
