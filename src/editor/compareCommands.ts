import * as vscode from 'vscode';
import { errorMessage } from '../core/errorMessage.ts';
import type { ChooseCompareParams } from '../protocol/compareMethods.ts';
import { openAsDataset } from './commands.ts';
import type { DocumentServices } from './documentServices.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { WebviewHost } from './webviewHost.ts';

/** How long the editor may take to show a dataset, in milliseconds. */
const patience = 10_000;

/** What a menu is about: a file of the Explorer, a changed file of Source Control, or nothing, which means the dataset in front. */
type Clicked = vscode.Uri | vscode.SourceControlResourceState | undefined;

/** The commands that compare datasets: of the palette, the Explorer and Source Control. */
export function registerCompareCommands({ log }: DocumentServices, open: OpenDatasets): vscode.Disposable {
  const compare = (choice: ChooseCompareParams) => async (clicked?: Clicked): Promise<void> => {
    const host = await shown(uriOf(clicked), open);
    if (!host) return;
    await host.reveal({ tab: 'compare' });
    await host.document.compare.choose(choice);
  };
  const commands: Readonly<Record<string, (clicked?: Clicked, selected?: readonly Clicked[]) => Promise<void>>> = {
    'winnow.compareWithHead': compare({ side: { kind: 'revision', revision: 'HEAD' } }),
    'winnow.compareWithStaged': compare({ side: { kind: 'staged' } }),
    'winnow.compareStagedWithHead': async (clicked) => {
      const file = uriOf(clicked) ?? open.active?.document.uri;
      if (file) await compare({ side: { kind: 'revision', revision: 'HEAD' } })(stagedUri(file));
    },
    'winnow.compareWithRevision': compare({ pick: 'revision' }),
    'winnow.compareWithFile': compare({ pick: 'file' }),
    'winnow.compareSelected': async (clicked, selected = []) => {
      const files = selected.map(uriOf).filter((uri) => uri !== undefined);
      const after = uriOf(clicked) ?? files[1];
      const before = files.find((uri) => uri.toString() !== after?.toString());
      if (!after || !before || files.length !== 2) throw new Error('Select two files, then compare them.');
      await compare({ side: { kind: 'file', path: before.fsPath } })(after);
    },
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([command, run]) =>
      vscode.commands.registerCommand(command, async (clicked?: Clicked, selected?: readonly Clicked[]) => {
        try {
          await run(clicked, selected);
        } catch (error) {
          log.error(`${command}:`, error instanceof Error ? error : errorMessage(error));
          void vscode.window.showErrorMessage(errorMessage(error));
        }
      }),
    ),
  );
}

function uriOf(clicked: Clicked): vscode.Uri | undefined {
  return clicked instanceof vscode.Uri ? clicked : clicked?.resourceUri;
}

/** What VS Code's own git extension lends to others; the part of it that is used. */
interface GitExtension {
  getAPI(version: 1): { toGitUri(uri: vscode.Uri, ref: string): vscode.Uri };
}

/** The staged version of a file, which VS Code reads out of git. */
function stagedUri(file: vscode.Uri): vscode.Uri {
  const git = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!git?.isActive) throw new Error('Git is not enabled in this window, so the staged version cannot be read.');
  return git.exports.getAPI(1).toGitUri(file, '');
}

/** The panel that shows the file, opened where there is none; without a file the one in front. */
async function shown(uri: vscode.Uri | undefined, open: OpenDatasets): Promise<WebviewHost | null> {
  if (!uri) return open.active;
  const find = (): WebviewHost | undefined => {
    const document = open.documents.find((each) => each.uri.toString() === uri.toString());
    return document && open.panelOf(document);
  };
  const there = find();
  if (there) return there;
  await openAsDataset(uri);
  for (let waited = 0; waited < patience && !find(); waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
  const host = find();
  if (!host) throw new Error('The dataset could not be shown in time. Open it, then compare it.');
  return host;
}
