import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the scripts install or download: reused by the next run, ignored by git, safe to delete. */
export const installs = join(root, '.vscode-test');

/** The pinned package manifests of this folder: `server`, `browser`. */
export const manifests = join(root, 'scripts', 'host');
