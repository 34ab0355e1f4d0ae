import type { TemplateResult } from 'lit';
import type { Host } from './host.ts';
import type { LabelChangeKind } from './labelling/labelChange.ts';
import type { Store } from './store.ts';

/** What every panel is given. Panels are functions or small classes that return a template; the app renders them once per frame. */
export interface Context {
  readonly store: Store;
  readonly host: Host;
  /** The pane to the right of the rows: the inspector, or the roles. An `<aside>` that sets its own width. */
  readonly side: () => TemplateResult;
  /** Runs a request; when it fails, says so in a bar above the rows. Resolves to false then. */
  readonly attempt: (request: Promise<unknown>) => Promise<boolean>;
  /** Puts the keyboard back on the rows, after a dialog or a field closes. */
  readonly focusRows: () => void;
  /** Opens the dialog that renames, merges or splits labels; `from` is the label at first. */
  readonly changeLabels: (kind: LabelChangeKind, from?: string) => void;
  /** Opens the dialog that adds an annotation column. */
  readonly addAnnotation: () => void;
}
