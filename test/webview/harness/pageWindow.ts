import type { Store } from '../../../webview/store.ts';
import type { GeneratedAsked } from './generatedHost.ts';

/** What `gridPage.ts` leaves in its window for tests. */
declare global {
  interface Window {
    winnow: { readonly store: Store; readonly host: GeneratedAsked };
  }
}
