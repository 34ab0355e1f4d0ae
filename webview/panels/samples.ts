import { html, nothing, type TemplateResult } from 'lit';
import type { Context } from '../context.ts';
import { Cards } from '../cards/cards.ts';
import { ColumnPicker } from '../grid/columnPicker.ts';
import { Grid } from '../grid/grid.ts';
import { RowsModel } from '../grid/rowsModel.ts';
import { SlowWork, viewWords, type Waiting } from '../grid/slowWork.ts';
import { button, linkButton } from '../ui/button.ts';
import { segmented } from '../ui/segmented.ts';
import { FilterMenu } from './filterMenu.ts';
import { FindBar } from './findBar.ts';
import { chips, rowCountWords } from './samplesChips.ts';
import { StratifiedSample } from './stratifiedSample.ts';

/** The Samples tab: chips, rows as a table or as cards, the find bar, and the side pane. */
export class SamplesTab {
  readonly #context: Context;
  readonly #model: RowsModel;
  readonly #grid: Grid;
  readonly #cards: Cards;
  readonly #filterMenu: FilterMenu;
  readonly #findBar: FindBar;
  readonly #sample: StratifiedSample;
  readonly #columnPicker: ColumnPicker;
  readonly #slowWork: SlowWork;

  constructor(context: Context) {
    this.#context = context;
    this.#model = new RowsModel(context.store, context.host);
    this.#filterMenu = new FilterMenu(context);
    this.#sample = new StratifiedSample(context);
    const hooks = {
      inspect: () => this.#inspect(),
      find: () => this.openFind(),
      goToColumn: () => this.#columnPicker.open(),
      filter: (column: string) => this.#filterMenu.open(column),
    };
    this.#grid = new Grid(context, this.#model, hooks);
    this.#cards = new Cards(context, this.#model, hooks);
    this.#columnPicker = new ColumnPicker(context, (column) => this.#grid.goToColumn(column));
    this.#slowWork = new SlowWork(context.store);
    this.#findBar = new FindBar(context, { mark: (text) => this.#mark(text), columns: () => this.#rows.columnNames });
  }

  template(): TemplateResult {
    const { store } = this.#context;
    this.#model.update();
    const rows = this.#rows;
    this.#model.drawBy(rows);
    rows.update();
    return html`<section class="samples" @keydown=${(event: KeyboardEvent) => this.#keyed(event)}>
      <div class="bar">${chips(this.#context, (column) => this.#filterMenu.open(column))}${this.#filterMenu.template()}${this.#sample.template()}
        <span class="facts" role="status">${rowCountWords(store.document, store.screen.viewRows, store.screen)}</span>
        <span class="grow"></span>${this.#layouts()}</div>
      <div class="samples-main"><div class="samples-rows">${rows.element}${this.#message()}${this.#findBar.template()}${this.#slowWork.template(this.#waiting())}</div>${this.#context.side()}</div>${this.#columnPicker.template()}
    </section>`;
  }

  /** Opens the find bar with the keyboard in it; `text` replaces what was looked for. */
  openFind(text?: string): void {
    this.#findBar.open(text);
  }

  /** Puts the keyboard on the rows. */
  focusRows(): void {
    this.#rows.focus();
  }

  get #rows(): Grid | Cards {
    return this.#context.store.screen.layout === 'cards' ? this.#cards : this.#grid;
  }

  #waiting(): Waiting | null {
    const { formerView, waiting } = this.#model;
    if (formerView === null || !waiting) return this.#findBar.waiting;
    return { words: viewWords(formerView, this.#context.store.view), cancel: () => this.#cancel() };
  }

  /** Gives up what the rows are waiting for. False where it is nothing. */
  #cancel(): boolean {
    const cancelled = this.#model.cancelView();
    if (!cancelled) this.#findBar.waiting?.cancel();
    else this.focusRows();
    return cancelled;
  }

  #mark(text: string): void {
    this.#grid.mark(text);
    this.#cards.mark(text);
  }

  #layouts(): TemplateResult {
    const { store } = this.#context;
    const label = button('Label', {
      title: 'Labelling mode: these rows one by one, large, each decision a key press (L)', disabled: store.document.phase !== 'ready',
      onClick: () => store.patchScreen({ labelling: true }),
    });
    return html`${label}${segmented(
      'Layout',
      [
        { value: 'table', words: 'Table' },
        { value: 'cards', words: 'Cards' },
      ],
      store.screen.layout,
      (layout) => store.patchScreen({ layout }),
    )}`;
  }

  /** What stands in the rows' place when there are none. */
  #message(): TemplateResult | typeof nothing {
    const { store } = this.#context;
    const { phase } = store.document;
    const { failure, total } = this.#model.data;
    if (phase === 'ready' && failure !== null) {
      return html`<div class="samples-message" role="alert"><p>Some rows could not be read: ${failure}</p>${button('Try again', { onClick: () => this.#model.data.retry() })}</div>`;
    }
    if (phase !== 'ready' || this.#model.waiting || total !== 0) return nothing;
    if (store.screen.filters.length === 0) return html`<div class="samples-message"><p>The file has no rows.</p></div>`;
    return html`<div class="samples-message"><p>No row passes ${store.screen.filters.length === 1 ? 'the filter' : 'all filters'}.</p>${linkButton(
      'Show all rows',
      () => {
        store.patchScreen({ filters: [] });
        this.focusRows();
      },
    )}</div>`;
  }

  #inspect(): void {
    const side = this.#rows.element.closest('.samples')?.querySelector('.side-body');
    side?.querySelector<HTMLElement>('button, vscode-button, input, [tabindex="0"]')?.focus();
  }

  #keyed(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.defaultPrevented && this.#cancel()) return event.preventDefault();
    const typing = event.composedPath().some((target) => target instanceof Element && target.matches('input, textarea, [contenteditable]'));
    const find =
      (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) ||
      (event.key === 'f' && (event.ctrlKey || event.metaKey) && !event.shiftKey);
    if (event.defaultPrevented) return;
    if (event.key === 'r' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && this.#sample.redraw()) return event.preventDefault();
    if (!find) return;
    event.preventDefault();
    this.openFind();
  }
}
