import * as vscode from 'vscode';
import type { DocumentState, HostMethods, WebviewCommand, WebviewMethods } from '../protocol/methods.ts';
import { createRpc, type Handlers, type Port, type Rpc } from '../protocol/rpc.ts';
import { sidecarPath } from '../sidecar/sidecarFile.ts';
import type { DatasetDocument } from './document.ts';
import { openAsText, openBeside } from './openAsText.ts';
import { anchoredTimeline, pickReference, referenceOf } from './reference.ts';
import { pageFolders, pageHtml } from './page.ts';
import { saveFile } from './saveFile.ts';
import { saveRows } from './saveRows.ts';
import { writePlan } from './writePlan.ts';

/** One panel that shows a dataset: its page, and the conversation with it. */
export class WebviewHost {
  readonly document: DatasetDocument;
  readonly panel: vscode.WebviewPanel;
  readonly #log: vscode.LogOutputChannel;
  readonly #page: Rpc<WebviewMethods>;
  /** Settles once the page listens: what is asked of it before waits. */
  readonly #listening: Promise<void>;
  #listens: () => void = () => undefined;
  #patch: Partial<DocumentState> | null = null;

  constructor(document: DatasetDocument, panel: vscode.WebviewPanel, extensionUri: vscode.Uri, log: vscode.LogOutputChannel) {
    this.document = document;
    this.panel = panel;
    this.#log = log;
    this.#listening = new Promise((resolve) => (this.#listens = resolve));
    panel.webview.options = { enableScripts: true, localResourceRoots: pageFolders(extensionUri) };
    this.#page = createRpc<WebviewMethods, HostMethods>(portOf(panel.webview), this.#handlers());
    const changes = document.onDidChange((patch) => this.#send(patch));
    panel.onDidDispose(() => {
      changes.dispose();
      this.#page.close('The editor was closed.');
    });
    panel.webview.html = pageHtml(panel.webview, extensionUri);
  }

  /** Shows a place in the dataset, and the panel with it. */
  async reveal(place: WebviewMethods['reveal']['params']): Promise<void> {
    this.panel.reveal();
    await this.#listening;
    await this.#page.call('reveal', place);
  }

  async run(command: WebviewCommand): Promise<void> {
    await this.#listening;
    await this.#page.call('run', { command });
  }

  /** Patches that come at once go together, and never before the state that they are patches of. */
  #send(patch: Partial<DocumentState>): void {
    const waiting = this.#patch !== null;
    this.#patch = { ...this.#patch, ...patch };
    if (waiting) return;
    setImmediate(() => {
      void this.#listening.then(() => {
        const state = this.#patch;
        this.#patch = null;
        if (state) this.#page.call('state', state).catch(() => undefined);
      });
    });
  }

  #handlers(): Handlers<HostMethods> {
    const { document } = this;
    const ask: Pick<
      Handlers<HostMethods>,
      | 'window'
      | 'row'
      | 'positionOf'
      | 'find'
      | 'values'
      | 'distribution'
      | 'rankDivisions'
      | 'missingMatrix'
      | 'findings'
      | 'findingRows'
      | 'labelHealth'
      | 'labelEvidence'
      | 'annotators'
      | 'disagreements'
      | 'evaluate'
      | 'nextToLabel'
      | 'planRedundancy'
      | 'backlog'
    > = {
      window: (params, { signal }) => document.call('window', params, { signal }),
      row: (params, { signal }) => document.call('row', params, { signal }),
      positionOf: (params, { signal }) => document.call('positionOf', params, { signal }),
      find: (params, { signal }) => document.call('find', params, { signal }),
      values: (params, { signal }) => document.call('values', params, { signal }),
      distribution: (params, { signal }) => document.call('distribution', params, { signal }),
      rankDivisions: (params, { signal, progress }) => document.call('rankDivisions', params, { signal, onProgress: progress }),
      missingMatrix: (params, { signal }) => document.call('missingMatrix', params, { signal }),
      findings: (params, { signal }) => document.call('findings', params, { signal }),
      findingRows: (params, { signal }) => document.call('findingRows', params, { signal }),
      backlog: (params, { signal }) => document.call('backlog', params, { signal }),
      labelHealth: (_params, { signal, progress }) => document.call('labelHealth', {}, { signal, onProgress: progress }),
      labelEvidence: (params, { signal }) => document.call('labelEvidence', params, { signal }),
      annotators: (params, { signal, progress }) => document.call('annotators', params, { signal, onProgress: progress }),
      disagreements: (params, { signal, progress }) => document.call('disagreements', params, { signal, onProgress: progress }),
      evaluate: (params, { signal, progress }) => document.call('evaluate', params, { signal, onProgress: progress }),
      nextToLabel: (params, { signal, progress }) => document.call('nextToLabel', params, { signal, onProgress: progress }),
      planRedundancy: (params, { signal, progress }) => document.call('planRedundancy', params, { signal, onProgress: progress }),
    };
    return {
      ...ask,
      ...document.history.handlers,
      ready: () => {
        this.#listens();
        return document.state;
      },
      exactProfile: ({ column }, { signal }) => document.profileExactly(column, signal),
      preferColumns: ({ columns }) => document.prefer(columns),
      setRecall: ({ position }, { signal, progress }) => document.setRecall(position, signal, progress),
      chooseCompare: (params) => document.compare.choose(params),
      compare: ({ key }, { signal, progress }) => document.compare.compare(key, signal, progress),
      comparedRows: (params, { signal }) => document.compare.rows(params, signal),
      labelTimeline: (params, { signal }) => document.call('labelTimeline', params, { signal }),
      driftTimeline: (params, { signal, progress }) =>
        document.call('driftTimeline', anchoredTimeline(document.files.path, params), { signal, onProgress: progress }),
      drift: ({ reference }, { signal, progress }) =>
        document.call('drift', referenceOf(document.files.path, reference), { signal, onProgress: progress }),
      pickReference: () => pickReference(document.name),
      check: () => document.check(),
      cancel: ({ work }) => document.work.cancel(work),
      decide: ({ drafts, title, taxonomy }) => document.decide(drafts, title, taxonomy),
      undo: async () => void (await vscode.commands.executeCommand('undo')),
      redo: async () => void (await vscode.commands.executeCommand('redo')),
      save: async () => void (await vscode.commands.executeCommand('workbench.action.files.save')),
      takeOver: ({ path }) => document.strays.takeOver(path),
      apply: async () => void (await vscode.commands.executeCommand('winnow.apply')),
      setRoles: ({ roles }) => document.changeConfig((config) => config.setRoles(roles)),
      addAnnotation: ({ column }) => document.changeConfig((config) => config.addAnnotation(column, document.state.dataset)),
      openText: ({ line }) => openAsText(document.uri, line),
      openSidecar: () =>
        openBeside(sidecarPath(document.files.path), 'There are no decisions yet. Decide on a row and save; the file is written then.'),
      openConfig: () => openBeside(document.files.configs.at(-1), 'There is no winnow.json yet. Correct a role, and it is written.'),
      reload: () => document.load(),
      collect: (params, { signal }) => document.call('collect', params, { signal }),
      sampleReport: (params, { signal }) => document.call('sampleReport', params, { signal }),
      saveRows: (params) => saveRows(document, params),
      writePlan: (params, { signal, progress }) => writePlan(document, params, { signal, onProgress: progress }),
      saveFile: (file) => saveFile(document.uri, file),
      copy: async ({ text }) => void (await vscode.env.clipboard.writeText(text)),
      report: ({ message }) => this.#log.error(`The page of ${document.name}: ${message.slice(0, 2000)}`),
    };
  }
}

function portOf(webview: vscode.Webview): Port {
  return {
    post: (message) => void webview.postMessage(message),
    listen(receive) {
      const listener = webview.onDidReceiveMessage(receive);
      return () => listener.dispose();
    },
  };
}
