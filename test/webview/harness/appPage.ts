import type { Page } from 'playwright-core';
import type { WinnowConfig } from '../../../src/core/config.ts';
import type { Port } from '../../../src/protocol/rpc.ts';
import { openPage, type OpenedPage, type PageOptions } from './browserPage.ts';
import { openDocument, type EngineDocument } from './engineDocument.ts';

/** The whole webview over a file in a real engine, without an editor around it. */
export async function openApp(
  file: string,
  { config, ...options }: Omit<PageOptions, 'entry' | 'prepare'> & { readonly config?: WinnowConfig } = {},
): Promise<OpenedPage & { readonly document: EngineDocument }> {
  let document: EngineDocument | undefined;
  const opened = await openPage({
    ...options,
    entry: 'webview/main.ts',
    prepare: async (page) => {
      const port = await portTo(page);
      await page.addInitScript(editorApi);
      document = openDocument(file, port, config);
    },
  });
  return { ...opened, document: document! };
}

/** What VS Code gives a page. Typed arrays do not survive JSON and are spelled out. */
const editorApi = `
  const revive = (key, value) => (value && typeof value === 'object' && '$bytes' in value ? Uint8Array.from(value.$bytes) : value);
  let kept;
  window.winnowReceive = (text) => window.postMessage(JSON.parse(text, revive), '*');
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.winnowPost(JSON.stringify(message)),
    getState: () => kept,
    setState: (state) => (kept = state),
  });
`;

async function portTo(page: Page): Promise<Port> {
  let receive: (message: unknown) => void = () => undefined;
  await page.exposeFunction('winnowPost', (text: string) => receive(JSON.parse(text)));
  const spell = (_key: string, value: unknown): unknown => (value instanceof Uint8Array ? { $bytes: [...value] } : value);
  return {
    post(message) {
      const text = JSON.stringify(message, spell);
      // A page that is being closed takes no messages.
      void page.evaluate(`window.winnowReceive?.(${JSON.stringify(text)})`).catch(() => undefined);
    },
    listen(listener) {
      receive = listener;
      return () => void (receive = () => undefined);
    },
  };
}
