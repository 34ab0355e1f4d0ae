/** How a hook gets at Winnow besides the project's own and the path's: a program (Node) and the script that it runs. */
export interface Runner {
  readonly program: string;
  readonly script: string;
}

const begin = '# >>> winnow';
const end = '# <<< winnow';
const what = 'checks staged datasets; “winnow hook uninstall” removes these lines';
const shell = /^#!.*\b(?:ba|da|k|z|a)?sh\b/;
const stagedCheck = 'check --staged --quiet';

/** Bytes as a text of one character each, and back: what is not ours stays as it is. */
export const bytesText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
export const textBytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const ours = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** Whether lines for a shell can stand in a hook: git runs one without a first line by the shell, too. */
export function isShellHook(text: string): boolean {
  return !text.startsWith('#!') || shell.test(text.split('\n')[0]!);
}

/** Whether the check stands in a hook already. */
export function hasBlock(text: string): boolean {
  return text.split('\n').some((line) => line.trimStart().startsWith(begin));
}

/**
 * A hook with the check in front, behind its first line; what is there runs after it. `next`: a hook of another kind that
 * is to run then. Without `runner` no path of this machine stands in it.
 */
export function withBlock(text: string, runner: Runner | null, next?: string): string {
  const lines = [`${begin}: ${what}`, ...checkLines(runner), ...(next === undefined ? [] : [`exec "$(dirname "$0")"/${quoted(next)} "$@"`]), end];
  return insertAfterFirst(text, text.startsWith('#!'), ours(lines.join('\n')));
}

/** The hook as it was before; null where nothing is left that anybody wrote. */
export function withoutBlock(text: string): string | null {
  const rest = removeLines(text);
  return rest === '' || rest === newHook ? null : rest;
}

/** What a hook that was not there begins with. */
export const newHook = '#!/bin/sh\n';

function checkLines(runner: Runner | null): string[] {
  return [
    `if [ -x node_modules/.bin/winnow ]; then node_modules/.bin/winnow ${stagedCheck}`,
    ...(runner
      ? [
          `elif [ -x ${quoted(runner.program)} ] && [ -f ${quoted(runner.script)} ]; then ELECTRON_RUN_AS_NODE=1 ${quoted(runner.program)} ${quoted(runner.script)} ${stagedCheck}`,
        ]
      : []),
    `elif command -v winnow >/dev/null 2>&1; then winnow ${stagedCheck}`,
    'else',
    `  echo ${quoted('winnow is not there to check the staged datasets. Install it, or delete the lines between the winnow marks in this hook.')} >&2`,
    '  false',
    `fi || { echo ${quoted('Stopped by winnow. Fix what it found or accept it, and stage that; --no-verify leaves the check out once.')} >&2; exit 1; }`,
  ];
}

/** One word for a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function insertAfterFirst(text: string, hasFirst: boolean, block: string): string {
  if (!hasFirst) return `${block}\n${text}`;
  const at = text.indexOf('\n') + 1;
  return at === 0 ? `${text}\n${block}` : `${text.slice(0, at)}${block}\n${text.slice(at)}`;
}

/** Takes out what stands between the marks, with the line end that came with it. */
function removeLines(text: string): string {
  const from = text.search(new RegExp(`^[ \\t]*${begin}`, 'm'));
  const mark = from < 0 ? -1 : text.indexOf(end, from);
  if (mark < 0) return text;
  const lineEnd = text.indexOf('\n', mark);
  if (lineEnd >= 0) return text.slice(0, from) + text.slice(lineEnd + 1);
  return text.slice(0, from).replace(/\r?\n$/, '');
}

/** The hook for the configuration of the pre-commit framework, one item of `repos`. */
export const preCommitStanza = `- repo: local
  hooks:
    - id: winnow
      name: winnow check
      entry: npx --no-install winnow ${stagedCheck}
      language: system
      pass_filenames: false
      files: \\.(csv|tsv|tab|jsonl|ndjson|json|parquet|pq|arrow|arrows|feather|ipc)(\\.(gz|zst))?$
`;

/**
 * `.pre-commit-config.yaml` with the hook as the first of `repos`, all else as it is; null where `repos` is not written
 * as a list of lines.
 */
export function withStanza(text: string): string | null {
  const repos = /^repos:[ \t]*(?:#.*)?(?:\r?\n|$)/m.exec(text);
  if (!repos) return null;
  const at = repos.index + repos[0].length;
  const next = /^(?:[ \t]*(?:#.*)?\r?\n)*([ \t]*)(\S)/.exec(text.slice(at));
  if (next && next[2] !== '-' && next[1] !== '') return null;
  const indent = next?.[2] === '-' ? next[1]! : '';
  const lineEnd = repos[0].endsWith('\r\n') ? '\r\n' : '\n';
  const lines = [`${begin}: ${what}`, ...preCommitStanza.trimEnd().split('\n'), end].map((line) => `${indent}${line}${lineEnd}`);
  return `${text.slice(0, at)}${repos[0].endsWith('\n') ? '' : lineEnd}${ours(lines.join(''))}${text.slice(at)}`;
}

/** The configuration as it was before. */
export const withoutStanza = removeLines;
