import * as vscode from 'vscode';
import type { WinnowConfig } from '../core/config.ts';
import type { Dataset, Notice } from '../core/dataset.ts';
import type { PartialRoles } from '../core/roles.ts';
import type { AnnotationColumn, TaxonomyChange } from '../core/taxonomy.ts';
import { addAnnotationColumn, changeTaxonomy, type ListStep, readConfig, writeRoles } from '../sidecar/config.ts';
import type { DocumentFiles } from './documentFiles.ts';

/** What winnow.json says of one document. */
export class DocumentConfig {
  readonly #uri: vscode.Uri;
  readonly #files: DocumentFiles;
  #current: WinnowConfig = {};
  #notices: readonly Notice[] = [];

  constructor(uri: vscode.Uri, files: DocumentFiles) {
    this.#uri = uri;
    this.#files = files;
  }

  get current(): WinnowConfig {
    return this.#current;
  }

  /** The annotation columns that people fill in beside the file; one that was applied is a column of the file. */
  annotationsBeside(dataset: Dataset | null): readonly AnnotationColumn[] {
    return (this.#current.annotations ?? []).filter(({ name }) => !dataset?.columns.some((column) => column.name === name));
  }

  /** What of it could not be used. */
  get notices(): readonly Notice[] {
    return this.#notices;
  }

  /** Where looking upwards for configuration ends. */
  get root(): string | undefined {
    return vscode.workspace.getWorkspaceFolder(this.#uri)?.uri.fsPath;
  }

  /**
   * Reads it from disk. Returns what has to follow: nothing; new annotation columns, which no check looks at; new roles
   * and thresholds; or reading the data again.
   */
  async read(): Promise<'nothing' | 'annotate' | 'configure' | 'load'> {
    const before = this.#current;
    const { root } = this;
    const { config, notices, files } = await readConfig(this.#files.path, root === undefined ? {} : { root });
    this.#current = config;
    // Their lines are of the configuration; the line of a notice is one of the data file.
    this.#notices = notices.map(({ severity, message }) => ({ severity, message }));
    this.#files.watchConfigs(files, root);
    if (JSON.stringify(before) === JSON.stringify(config)) return 'nothing';
    if (JSON.stringify({ ...before, annotations: config.annotations }) === JSON.stringify(config)) return 'annotate';
    return howRead(before) === howRead(config) ? 'configure' : 'load';
  }

  /** Writes corrected roles. A correction that is not among them is taken back. */
  async setRoles(roles: PartialRoles): Promise<void> {
    const before = Object.keys(this.#current.roles ?? {}).map((role) => [role, undefined]);
    await writeRoles(this.#files.path, { ...(Object.fromEntries(before) as PartialRoles), ...roles });
  }

  /** @returns what takes it back and makes it again; null where nothing had to change. */
  changeTaxonomy(change: TaxonomyChange): Promise<ListStep | null> {
    return changeTaxonomy(this.#files.path, change, this.root);
  }

  /** A column that people fill in, kept in the sidecar. Rejects in words where its name is taken. */
  async addAnnotation(column: AnnotationColumn, dataset: Dataset | null): Promise<void> {
    if (dataset?.columns.some(({ name }) => name === column.name))
      throw new Error(`The file has a column “${column.name}” already. Give the new one another name.`);
    await addAnnotationColumn(this.#files.path, column, this.root);
  }
}

function howRead({ types, format, key }: WinnowConfig): string {
  return JSON.stringify([types, format, key]);
}
