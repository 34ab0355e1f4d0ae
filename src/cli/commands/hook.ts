import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { mergeSidecars } from '../../git/attributes.ts';
import { type HookKind, hookPlaces, installHook, uninstallHook } from '../../git/hook.ts';
import { findRepository, type Repository, whyNoRepository } from '../../git/repository.ts';
import { defineCommand, misused } from '../command.ts';
import { oneOf } from '../options.ts';
import { plain, type Terminal } from '../terminal.ts';

type HookAct = 'install' | 'uninstall' | 'status';
const acts: readonly HookAct[] = ['install', 'uninstall', 'status'];
const kinds: readonly HookKind[] = ['git', 'husky', 'pre-commit'];
const kindTitles: Readonly<Record<HookKind, string>> = { git: 'git hook', husky: 'husky', 'pre-commit': 'pre-commit framework' };

interface HookOptions {
  readonly act: HookAct;
  readonly kind?: HookKind;
  readonly mergeSidecars: boolean;
}

export const hookCommand = defineCommand<HookOptions>({
  name: 'hook',
  takes: 'install|uninstall|status',
  summary: 'Check staged datasets before every commit',
  help: `Usage: winnow hook install [--kind git|husky|pre-commit] [--merge-sidecars]
       winnow hook uninstall
       winnow hook status

Runs “winnow check --staged” before every commit, so that a commit that brings new errors is stopped. What stands in
the hook already stays, and runs after it.

Options
  --kind KIND       Where to put it (default: husky where there is .husky, the pre-commit framework where there is
                    .pre-commit-config.yaml, else a hook of git)
  --merge-sidecars  Also let git merge sidecars by keeping the lines of both sides (*.winnow.jsonl merge=union in
                    .gitattributes)

“git commit --no-verify” leaves the check out once.
`,
  options: { kind: 'text', 'merge-sidecars': 'flag' },
  read(given) {
    const [act, ...more] = given.files;
    if (act === undefined || more.length > 0) return misused('winnow hook wants one of install, uninstall and status.');
    const kind = given.text('kind');
    const options: HookOptions = {
      act: oneOf(acts, act, 'winnow hook'),
      mergeSidecars: given.flag('merge-sidecars'),
      ...(kind !== undefined && { kind: oneOf(kinds, kind, '--kind') }),
    };
    if (options.act !== 'install' && (options.kind || options.mergeSidecars)) return misused('--kind and --merge-sidecars go with winnow hook install.');
    return options;
  },
  async run(options, { terminal }) {
    const repository = await findRepository(process.cwd());
    if (!repository) throw new Error(`There is nowhere to put a hook: ${await whyNoRepository(process.cwd())}.`);
    if (options.act === 'install') await install(repository, options, terminal);
    else if (options.act === 'uninstall') await uninstall(repository, terminal);
    else await showStatus(repository, terminal);
    return 0;
  },
});

async function install(repository: Repository, { kind, mergeSidecars: merges }: HookOptions, terminal: Terminal): Promise<void> {
  const chosen = kind ?? (await hookPlaces(repository))[0]!.kind;
  const paths = await installHook(repository, chosen, { program: process.execPath, script: __filename });
  terminal.out(`Staged datasets are checked before every commit (${kindTitles[chosen]}: ${paths.map(shown).join(', ')}).\n`);
  if (merges) await writeAttributes(repository, terminal);
}

async function writeAttributes(repository: Repository, terminal: Terminal): Promise<void> {
  const { path, content } = await mergeSidecars(repository);
  if (content !== null) await writeFile(path, content);
  terminal.out(`${shown(path)} ${content === null ? 'says already' : 'now says'} that git merges sidecars by keeping the lines of both sides.\n`);
}

async function uninstall(repository: Repository, terminal: Terminal): Promise<void> {
  const paths = await uninstallHook(repository);
  terminal.out(paths.length === 0 ? 'Nothing is installed here.\n' : `Taken out of ${paths.map(shown).join(', ')}.\n`);
}

async function showStatus(repository: Repository, terminal: Terminal): Promise<void> {
  const installed = (await hookPlaces(repository)).filter((place) => place.installed);
  if (installed.length === 0) terminal.out('Not installed: commits are not checked. “winnow hook install” changes that.\n');
  for (const { kind, path } of installed) terminal.out(`Installed: ${kindTitles[kind]}, ${shown(path)}\n`);
}

function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return plain(near.startsWith('..') ? path : near);
}
