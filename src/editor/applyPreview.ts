import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { formatCount } from '../core/countWords.ts';
import { planWords, skippedWords, waiting } from '../engine/apply/planWords.ts';
import { unifiedDiff } from '../engine/apply/unifiedDiff.ts';
import { decodeRecord } from '../formats/edit/recordText.ts';
import type { ApplyChoices, ApplyPlan } from '../protocol/applyMethods.ts';
import type { DatasetDocument } from './document.ts';

const scheme = 'winnow-apply';
/** Of larger files the changes are listed: VS Code compares no more than so many bytes. */
const mostBytes = 5_000_000;
const mostListed = 1000;

/**
 * Shows what applying changes, in documents that are nowhere on disk: the file before and after where it is a small text
 * file, else a list of the changes.
 */
export class ApplyPreview implements vscode.TextDocumentContentProvider {
  readonly #folder: string;
  readonly #texts = new Map<string, string>();
  /** Who waits for an answer, by the place of what is shown. */
  readonly #waiting = new Map<string, (apply: boolean) => void>();

  /** @param folder of the extension's own */
  constructor(folder: string) {
    this.#folder = folder;
  }

  register(): vscode.Disposable {
    const answer =
      (apply: boolean) =>
      (uri?: vscode.Uri): void =>
        (this.#waiting.get(uri?.path.split('/')[1] ?? '') ?? [...this.#waiting.values()].at(-1))?.(apply);
    return vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.commands.registerCommand('winnow.applyShown', answer(true)),
      vscode.commands.registerCommand('winnow.leaveShown', answer(false)),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }

  /** Resolves when it shows; `close` closes it. `answer` is what the buttons in its title say, which are there as long as it is. */
  async show(document: DatasetDocument, choices: ApplyChoices, plan: ApplyPlan): Promise<{ readonly answer: Promise<boolean>; close(): Promise<void> }> {
    const { dataset } = document.state;
    const place = randomUUID();
    const uris = dataset && !plan.rewrites && dataset.bytes <= mostBytes && plan.cells + plan.dropped + plan.addedColumns.length > 0
      ? await this.#compare(document, choices, place)
      : [await this.#list(document, choices, plan, place)];
    return {
      answer: new Promise((resolve) => this.#waiting.set(place, resolve)),
      close: async () => {
        this.#waiting.delete(place);
        for (const uri of uris) this.#texts.delete(uri.toString());
        const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs).filter(({ input }) => uris.some((uri) => isAbout(input, uri)));
        await vscode.window.tabGroups.close(tabs);
      },
    };
  }

  async #compare(document: DatasetDocument, choices: ApplyChoices, place: string): Promise<vscode.Uri[]> {
    await mkdir(this.#folder, { recursive: true });
    const path = join(this.#folder, `${place}.preview`);
    try {
      await document.work.run('Working out what changes', (work) =>
        document.call('previewApply', { choices, path }, { signal: work.signal, onProgress: work.progress }),
      );
      const [before, after] = [this.#uri(place, 'before', document.name), this.#uri(place, 'after', document.name)];
      this.#texts.set(before.toString(), await readText(document, document.files.path));
      this.#texts.set(after.toString(), await readText(document, path));
      await vscode.commands.executeCommand('vscode.diff', before, after, `${document.name} (what applying changes)`, { preview: true });
      return [before, after];
    } finally {
      await rm(path, { force: true });
    }
  }

  async #list(document: DatasetDocument, choices: ApplyChoices, plan: ApplyPlan, place: string): Promise<vscode.Uri> {
    const { changes, total } = await document.call('applyChanges', { choices, offset: 0, limit: mostListed });
    const signs = { place: '', removed: '-', added: '+', cell: ' ' } as const;
    const lines = [...unifiedDiff(changes)].map(({ kind, text }) => signs[kind] + text);
    const left = waiting(plan.skipped).map((each) => `Not applied: ${skippedWords(each)}`);
    const more = total > changes.length ? [`… and ${formatCount(total - changes.length)} more rows`] : [];
    const uri = this.#uri(place, 'changes', `${document.name}.diff`);
    this.#texts.set(
      uri.toString(),
      [...planWords(document.name, plan, choices), '', ...lines, ...more, ...(left.length > 0 ? ['', ...left] : []), ''].join('\n'),
    );
    const text = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), 'diff');
    await vscode.window.showTextDocument(text, { preview: true });
    return uri;
  }

  #uri(place: string, side: string, name: string): vscode.Uri {
    return vscode.Uri.from({ scheme, path: `/${place}/${side}/${name}` });
  }
}

async function readText(document: DatasetDocument, path: string): Promise<string> {
  if ((await stat(path)).size > 2 * mostBytes) throw new Error(`${document.name} has grown too large to be compared. Reload it, then apply.`);
  const encoding = document.state.dataset?.text?.encoding ?? 'utf-8';
  const bytes = await readFile(path);
  try {
    return decodeRecord(bytes, encoding);
  } catch {
    // What is not valid in the encoding is the same on both sides.
    return bytes.toString('utf8');
  }
}

function isAbout(input: unknown, uri: vscode.Uri): boolean {
  if (input instanceof vscode.TabInputTextDiff) return input.original.toString() === uri.toString() || input.modified.toString() === uri.toString();
  return input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
}
