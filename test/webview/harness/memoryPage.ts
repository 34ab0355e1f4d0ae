import type { DocumentState, HostMethods, WebviewMethods } from '../../../src/protocol/methods.ts';
import { createRpc, type Port } from '../../../src/protocol/rpc.ts';
import { memoryHost } from './memoryHost.ts';
import { hostile, smallTable } from './memoryTable.ts';

/**
 * The whole page of the webview over a small table in memory: `?table=hostile` fills it with markup; the rest of
 * the state comes from `?state=` as JSON. `window.winnow` has what the page asked of the host, and the way to the page.
 */
const query = new URLSearchParams(location.search);
const table = query.get('table') === 'hostile' ? smallTable(`${hostile}.csv`, hostile) : smallTable();
const start = JSON.parse(query.get('state') ?? '{}') as Partial<DocumentState>;

let receive: (message: unknown) => void = () => undefined;
const port: Port = {
  post: (message) => queueMicrotask(() => window.dispatchEvent(new MessageEvent('message', { data: message }))),
  listen(listener) {
    receive = listener;
    return () => undefined;
  },
};
const { handlers, asked } = memoryHost(table, (patch) => void page.call('state', patch), start);
const page = createRpc<WebviewMethods, HostMethods>(port, handlers);
Object.assign(window, {
  winnow: { asked, page },
  acquireVsCodeApi: () => ({ postMessage: (message: unknown) => queueMicrotask(() => receive(message)), getState: () => undefined, setState: () => undefined }),
});
await import('../../../webview/main.ts');
