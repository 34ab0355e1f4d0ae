import type { Method } from './rpc.ts';

/** A file that the webview made, to be put where a person says. */
export interface NewFile {
  /** The name that is offered. */
  readonly name: string;
  /** What stands over the dialog that asks where. */
  readonly title: string;
  /** What kind of file it is, in words. */
  readonly kind: string;
  readonly content: string;
  /** base64: the content is bytes. */
  readonly encoding: 'utf8' | 'base64';
}

/** What the webview asks the extension host to write. */
export interface HostFileMethods {
  /** Asks where, and writes. Answers the name of the file; null where the person thought better of it. */
  saveFile: Method<NewFile, string | null>;
}
