import { render } from 'lit';
import { App } from './app.ts';
import { connect, type WebviewApi } from './host.ts';
import { Store, type ScreenState } from './store.ts';
import { registerToolkit } from './ui/toolkit.ts';

registerToolkit();

let app: App | null = null;
const { host, vscode } = connect({
  state: (patch) => {
    store.patchDocument(patch);
    if (patch.rowsMoved) store.followRows(patch.rowsMoved);
    if (patch.turned) app?.turned();
  },
  reveal: (place) => app?.reveal(place),
  run: ({ command }) => app?.run(command),
});
const store = new Store(savedScreen(vscode));
app = new App(store, host);

const place = document.createElement('div');
place.id = 'winnow';
document.body.append(place);

let saved: ScreenState | null = null;
let tab = store.screen.tab;
const draw = (current: App): void => {
  render(current.template(), place);
  document.body.dataset.winnow = 'ready';
  // What had the keyboard in the other tab is gone: the rows take it.
  if (tab !== 'samples' && store.screen.tab === 'samples' && document.activeElement === document.body) current.focusRows();
  tab = store.screen.tab;
  if (saved !== store.screen) vscode.setState((saved = store.screen));
};
store.subscribe(() => app && draw(app));
draw(app);

const report = (message: string): void => void host.call('report', { message }).catch(() => undefined);
window.addEventListener('error', (event) => report(`${event.message} (${event.filename}:${event.lineno})`));
window.addEventListener('unhandledrejection', (event) => report(String(event.reason)));

host.call('ready', undefined).then(
  // What was undone before the page was loaded is old news.
  (state) => store.patchDocument({ ...state, turned: null }),
  (error: unknown) => store.patchDocument({
    phase: 'failed',
    failure: { title: 'The dataset could not be shown', message: `${String(error)}. Close this editor and open the file again.`, retry: false },
  }),
);

function savedScreen(api: WebviewApi): Partial<ScreenState> | undefined {
  const state: unknown = api.getState();
  if (typeof state !== 'object' || state === null) return undefined;
  // Findings are numbered anew in every session.
  const { filters = [], ...rest } = state as Partial<ScreenState>;
  return { ...rest, filters: filters.filter(({ kind }) => kind !== 'finding'), viewRows: null, labelling: false };
}
