import { startingState, type DocumentState, type HostMethods, type WebviewMethods } from '../src/protocol/methods.ts';
import { createRpc, type Handlers, type Port, type Rpc } from '../src/protocol/rpc.ts';

/** The extension host, as the webview sees it. */
export type Host = Rpc<HostMethods>;

/** Messages to and from the extension host. `acquireVsCodeApi` may be called once in a page's life. */
export function connect(handlers: Handlers<WebviewMethods>): { host: Host; vscode: WebviewApi } {
  const vscode = acquireVsCodeApi();
  const port: Port = {
    post: (message) => vscode.postMessage(message),
    listen(receive) {
      const listener = (event: MessageEvent): void => receive(event.data);
      window.addEventListener('message', listener);
      return () => window.removeEventListener('message', listener);
    },
  };
  return { host: createRpc<HostMethods, WebviewMethods>(port, handlers), vscode };
}

export type WebviewApi = ReturnType<typeof acquireVsCodeApi>;
export { startingState, type DocumentState };
