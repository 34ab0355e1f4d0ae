import { after, before } from 'node:test';
import { Dataset } from './dataset.ts';
import { openEditor, workspaceWith, type Editor, type Workspace } from './harness/openEditor.ts';

/** What the tests of a suite share; there from its first test on. */
export interface OpenedSample {
  readonly workspace: Workspace;
  readonly editor: Editor;
  /** Another one where a test brought the dataset to the front again. */
  dataset: Dataset;
}

/** A sample in a folder of its own, open in a real VS Code for all tests of a suite. `prepare` writes what else is in the folder. */
export function openSample(data: string, prepare: (workspace: Workspace) => void = () => undefined): OpenedSample {
  const opened = {} as { -readonly [Part in keyof OpenedSample]: OpenedSample[Part] };
  before(async () => {
    opened.workspace = workspaceWith([`samples/${data}`]);
    prepare(opened.workspace);
    opened.editor = await openEditor({ folder: opened.workspace.folder });
    opened.dataset = await Dataset.open(opened.editor, data);
  });
  after(async () => {
    await opened.editor.dispose();
    opened.workspace.dispose();
  });
  return opened;
}
