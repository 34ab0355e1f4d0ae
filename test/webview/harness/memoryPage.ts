import type { DocumentState, HostMethods, WebviewMethods } from '../../../src/protocol/methods.ts';
import { createRpc, type Port } from '../../../src/protocol/rpc.ts';
import { groupedByCheck, labelHandlers, labelTable } from './labelTable.ts';
import { memoryHost } from './memoryHost.ts';
import { hostile, smallTable } from './memoryTable.ts';

/**
 * The whole page of the webview over a small table in memory: `?table=hostile` fills it with markup, `?table=labels`
 * has suspects among its labels; the rest of the state comes from `?state=` as JSON. `window.winnow` has what the page
 * asked of the host, and the way to the page.
 */
const query = new URLSearchParams(location.search);
const labelled = query.get('table') === 'labels' ? labelTable() : null;
const table = labelled ?? (query.get('table') === 'hostile' ? smallTable(`${hostile}.csv`, hostile) : smallTable());
const start = JSON.parse(query.get('state') ?? '{}') as Partial<DocumentState>;

let receive: (message: unknown) => void = () => undefined;
const port: Port = {
  post: (message) => queueMicrotask(() => window.dispatchEvent(new MessageEvent('message', { data: message }))),
  listen(listener) {
    receive = listener;
    return () => undefined;
  },
};
const push = (patch: Partial<DocumentState>): void =>
  void page.call('state', labelled && patch.findings ? { ...patch, findings: groupedByCheck(patch.findings) } : patch);
const { handlers: ofTable, asked } = memoryHost(table, push, start);
const ready = async (): Promise<DocumentState> => {
  const state = await ofTable.ready(undefined, { signal: new AbortController().signal, progress: () => undefined });
  return { ...state, findings: state.findings && groupedByCheck(state.findings) };
};
const handlers = labelled ? { ...ofTable, ready, ...labelHandlers(labelled.labels, asked.calls, push) } : ofTable;
const page = createRpc<WebviewMethods, HostMethods>(port, handlers);
Object.assign(window, {
  winnow: { asked, page },
  acquireVsCodeApi: () => ({ postMessage: (message: unknown) => queueMicrotask(() => receive(message)), getState: () => undefined, setState: () => undefined }),
});
await import('../../../webview/main.ts');
