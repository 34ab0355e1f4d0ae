import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './atEnd.ts';
import { manifests, root } from './paths.ts';

export type Settings = Record<string, unknown>;

/** The folder one VS Code keeps its things in: settings, extensions, logs, what extensions store. */
export interface EditorHome {
  folder: string;
  /** VS Code's user data folder. */
  userData: string;
  extensions: string;
  /** Deleted by `removeHome`. */
  temporary: boolean;
}

/** A VS Code that asks nothing, greets nobody, updates nothing and stays off the network. */
const quiet: Settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'security.workspace.trust.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'always',
};

/**
 * Lays out a home with Winnow installed by a link to this checkout, as an extension that a user has, and with the
 * extension that opens the first dataset. Settings that are there already stay.
 * @param folder kept afterwards; without it a temporary one is made.
 */
export function makeHome(settings: Settings = {}, folder?: string): EditorHome {
  const place = folder ?? mkdtempSync(join(tmpdir(), 'winnow-editor-'));
  const home = { folder: place, userData: join(place, 'data'), extensions: join(place, 'extensions'), temporary: folder === undefined };
  atEnd(() => removeHome(home));
  mkdirSync(join(home.userData, 'User'), { recursive: true });
  mkdirSync(home.extensions, { recursive: true });
  changeSettings(home, { ...quiet, ...settings, ...readSettings(home) });
  rmSync(join(home.extensions, 'extensions.json'), { force: true }); // VS Code makes it anew from the folder
  for (const source of [root, join(manifests, 'opener')]) linkExtension(home, source);
  return home;
}

/** Deletes a temporary home. */
export function removeHome(home: EditorHome): void {
  if (home.temporary) rmSync(home.folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Changes some user settings; a running VS Code takes them up at once. */
export function changeSettings(home: EditorHome, changes: Settings): void {
  const settings = readSettings(home);
  if (settings === undefined) return; // the user's own notation, with comments: not ours to rewrite
  writeFileSync(settingsFile(home), `${JSON.stringify({ ...settings, ...changes }, null, 2)}\n`);
}

/** What the extension hosts of this home have logged, oldest first. */
export function readHostLogs(home: EditorHome): string {
  const logs = join(home.userData, 'logs');
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' })
    .filter((file) => /exthost.*\.log$/.test(file))
    .sort();
  return files.map((file) => `== ${file}\n${readFileSync(join(logs, file), 'utf8')}`).join('\n');
}

const settingsFile = (home: EditorHome): string => join(home.userData, 'User', 'settings.json');

/** Undefined where the file holds more than JSON. */
function readSettings(home: EditorHome): Settings | undefined {
  let text: string;
  try {
    text = readFileSync(settingsFile(home), 'utf8');
  } catch {
    return {};
  }
  try {
    return JSON.parse(text) as Settings;
  } catch {
    return undefined;
  }
}

function linkExtension(home: EditorHome, source: string): void {
  const { publisher, name, version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Record<string, string>;
  for (const entry of readdirSync(home.extensions)) {
    if (entry.startsWith(`${publisher}.${name}-`)) rmSync(join(home.extensions, entry), { force: true });
  }
  symlinkSync(source, join(home.extensions, `${publisher}.${name}-${version}`), 'junction');
}
