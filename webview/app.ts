import { html, type TemplateResult } from 'lit';
import { errorMessage } from '../src/core/errorMessage.ts';
import type { WebviewCommand, WebviewMethods } from '../src/protocol/methods.ts';
import { isAbort } from '../src/protocol/rpc.ts';
import { takeCharts } from './charts/takeChart.ts';
import type { Context } from './context.ts';
import type { Host } from './host.ts';
import { AnnotationDialog } from './labelling/annotationDialog.ts';
import { LabelDialog } from './labelling/labelDialog.ts';
import { Labelling } from './labelling/labelling.ts';
import { Annotators } from './panels/annotators.ts';
import { Compare } from './panels/compare.ts';
import { Conflicts } from './panels/conflicts.ts';
import { Distributions } from './panels/distributions.ts';
import { Evaluate } from './panels/evaluate.ts';
import { failure } from './panels/failure.ts';
import { Header } from './panels/header.ts';
import { History } from './panels/history.ts';
import { Inspector } from './panels/inspector.ts';
import { Issues } from './panels/issues.ts';
import { labelKeys } from './panels/labelKeys.ts';
import { Notices } from './panels/notices.ts';
import { RolesPanel } from './panels/roles.ts';
import { revealRow } from './panels/revealRow.ts';
import { RowActions } from './panels/rowActions.ts';
import { SamplesTab } from './panels/samples.ts';
import { side } from './panels/side.ts';
import { status } from './panels/status.ts';
import type { Store } from './store.ts';
import { holdKeys } from './ui/heldKeys.ts';

/** The whole page: header, tabs, the tab that is open, status line. */
export class App {
  readonly #context: Context;
  readonly #header: Header;
  readonly #actions: RowActions;
  readonly #inspector: Inspector;
  readonly #roles: RolesPanel;
  readonly #samples: SamplesTab;
  readonly #labelling: Labelling;
  readonly #labelDialog: LabelDialog;
  readonly #annotationDialog: AnnotationDialog;
  readonly #distributions: Distributions;
  readonly #issues: Issues;
  readonly #compare: Compare;
  readonly #annotators: Annotators;
  readonly #evaluate: Evaluate;
  readonly #history: History;
  readonly #conflicts: Conflicts;
  readonly #notices: Notices;

  constructor(store: Store, host: Host) {
    this.#context = {
      store, host,
      side: () => this.#side(),
      attempt: (request) => this.#attempt(request),
      focusRows: () => this.focusRows(),
      changeLabels: (kind, from) => this.#labelDialog.open(kind, from),
      addAnnotation: () => this.#annotationDialog.open(),
    };
    this.#header = new Header(this.#context, (text) => this.#find(text));
    this.#actions = new RowActions(this.#context);
    this.#inspector = new Inspector(this.#context, this.#actions);
    this.#roles = new RolesPanel(this.#context);
    this.#samples = new SamplesTab(this.#context);
    this.#labelling = new Labelling(this.#context);
    this.#labelDialog = new LabelDialog(this.#context);
    this.#annotationDialog = new AnnotationDialog(this.#context);
    this.#distributions = new Distributions(this.#context);
    this.#issues = new Issues(this.#context);
    this.#compare = new Compare(this.#context);
    this.#annotators = new Annotators(this.#context);
    this.#evaluate = new Evaluate(this.#context);
    this.#history = new History(this.#context);
    this.#conflicts = new Conflicts(this.#context);
    this.#notices = new Notices(this.#context, () => this.#conflicts.open());
    takeCharts(this.#context);
    const inRows = labelKeys(this.#context, this.#actions, this.#inspector);
    document.addEventListener('keydown', (event) => {
      const { tab, labelling } = store.screen;
      if (tab === 'samples' && labelling) this.#labelling.keyed(event);
      else if (tab === 'annotators') this.#annotators.keyed(event);
      else inRows(event);
    });
  }

  template(): TemplateResult {
    const { store } = this.#context;
    const failed = store.document.phase === 'failed';
    return html`${this.#header.template()}
      ${this.#notices.template()}
      <main class="main" id="panel-${store.screen.tab}" role="tabpanel" aria-labelledby="tab-${store.screen.tab}">${failed ? failure(this.#context) : this.#tab()}</main>
      ${status(this.#context)}${this.#conflicts.template()}${this.#labelDialog.template()}${this.#annotationDialog.template()}`;
  }

  /** Gives the rows the keyboard. */
  focusRows(): void {
    if (this.#context.store.screen.labelling) this.#labelling.focus();
    else this.#samples.focusRows();
  }

  /** Shows a place that the editor names: a tab, filters, a row. */
  reveal(place: WebviewMethods['reveal']['params']): void {
    const { store } = this.#context;
    if (place.filters) store.showRows(place.filters);
    if (place.tab || place.row !== undefined) store.patchScreen({ tab: place.tab ?? 'samples', labelling: false });
    if (place.row !== undefined) void this.#attempt(revealRow(this.#context, place.row, place.column));
  }

  /** Says what was undone or redone, and shows its row. */
  turned(): void {
    this.#actions.followTurned();
  }

  run(command: WebviewCommand): void {
    const { store } = this.#context;
    switch (command) {
      case 'find':
        return this.#find();
      case 'roles':
        return store.patchScreen({ tab: 'samples', panel: 'roles', labelling: false });
      case 'labelling':
        return store.patchScreen({ tab: 'samples', labelling: store.screen.tab !== 'samples' || !store.screen.labelling });
      case 'renameLabel':
        return this.#labelDialog.open('rename');
      case 'mergeLabels':
        return this.#labelDialog.open('merge');
      case 'splitLabel':
        return this.#labelDialog.open('split');
      case 'addAnnotation':
        return this.#annotationDialog.open();
      case 'nextFinding':
      case 'previousFinding':
        store.patchScreen({ tab: 'samples', labelling: false });
        return this.#actions.moveToFlagged(command === 'nextFinding' ? 1 : -1);
      default:
        return store.patchScreen({ tab: command });
    }
  }

  #tab(): TemplateResult {
    switch (this.#context.store.screen.tab) {
      case 'samples':
        return this.#context.store.screen.labelling ? this.#labelling.template() : this.#samples.template();
      case 'distributions':
        return this.#distributions.template();
      case 'issues':
        return this.#issues.template();
      case 'compare':
        return this.#compare.template();
      case 'annotators':
        return this.#annotators.template();
      case 'evaluate':
        return this.#evaluate.template();
      case 'history':
        return this.#history.template();
    }
  }

  #side(): TemplateResult {
    const { panel } = this.#context.store.screen;
    return panel === 'roles'
      ? side(this.#context, 'Roles of the columns', this.#roles.template())
      : side(this.#context, 'The selected row', this.#inspector.template());
  }

  #find(text?: string): void {
    const { store } = this.#context;
    if (store.screen.tab === 'samples' && !store.screen.labelling) return this.#samples.openFind(text);
    store.patchScreen({ tab: 'samples', labelling: false });
    holdKeys();
    // The tab is drawn in the next frame; only then can its find bar take the keyboard.
    requestAnimationFrame(() => requestAnimationFrame(() => this.#samples.openFind(text)));
  }

  async #attempt(request: Promise<unknown>): Promise<boolean> {
    try {
      await request;
      return true;
    } catch (error) {
      if (!isAbort(error)) this.#context.store.setProblem(errorMessage(error));
      return false;
    }
  }
}
