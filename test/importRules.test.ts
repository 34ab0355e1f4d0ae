import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const uses = (path: string): string => `import { a } from '${path}';\nexport const b = a;\n`;

/** A file that does not exist, what would stand in it, and whether that may be. */
const cases: readonly (readonly [file: string, text: string, allowed: boolean])[] = [
  ['src/core/x.ts', uses('../stats/wilson.ts'), false],
  ['src/core/card/x.ts', uses('../../formats/csv.ts'), false],
  ['src/core/x.ts', uses('node:fs'), false],
  ['src/core/x.ts', uses('fs/promises'), false],
  ['src/core/x.ts', "export const b = () => import('node:fs');\n", false],
  ['src/core/x.ts', 'export const b = document.body;\n', false],
  ['src/core/x.ts', 'export const b = process.env;\n', false],
  ['src/core/x.ts', 'export const b = (document: { readonly name: string }): string => document.name;\n', true],
  ['src/stats/x.ts', uses('../learn/folds.ts'), false],
  ['src/stats/x.ts', uses('../core/dataset.ts'), true],
  ['src/learn/x.ts', uses('../checks/check.ts'), false],
  ['src/learn/x.ts', uses('../stats/wilson.ts'), true],
  ['src/protocol/x.ts', uses('../engine/engine.ts'), false],
  ['src/formats/edit/x.ts', uses('../../sidecar/config.ts'), false],
  ['src/engine/x.ts', uses('../editor/document.ts'), false],
  ['src/engine/drift/x.ts', uses('../../cli/main.ts'), false],
  ['src/engine/x.ts', uses('vscode'), false],
  ['src/engine/x.ts', "export const b = () => import('../editor/document.ts');\n", false],
  ['src/engine/x.ts', "export const b = () => import('./apply/rewriteArrow.ts');\n", true],
  ['src/checks/x.ts', uses('../engine/duckdb.ts'), false],
  ['src/checks/parts/x.ts', uses('../../engine/drift/session.ts'), false],
  ['src/checks/parts/x.ts', "import type { Relation } from '../../engine/engine.ts';\nexport type B = Relation;\n", true],
  ['src/checks/x.ts', uses('node:path'), false],
  ['src/sidecar/x.ts', uses('../engine/engine.ts'), false],
  ['src/git/x.ts', uses('../sidecar/config.ts'), false],
  ['src/editor/x.ts', uses('../stats/wilson.ts'), false],
  ['src/editor/x.ts', uses('../cli/main.ts'), false],
  ['src/editor/x.ts', uses('../../webview/store.ts'), false],
  ['src/editor/views/x.ts', uses('vscode'), true],
  ['src/cli/x.ts', uses('../learn/folds.ts'), false],
  ['src/cli/x.ts', uses('../editor/document.ts'), false],
  ['webview/panels/x.ts', uses('../../src/engine/engine.ts'), false],
  ['webview/panels/x.ts', uses('../../src/core/dataset.ts'), true],
  ['webview/panels/x.ts', uses('vscode'), false],
  ['webview/panels/x.ts', uses('lit/directives/unsafe-html.js'), false],
  ['webview/panels/x.ts', uses('@vscode/webview-ui-toolkit'), false],
  ['webview/ui/x.ts', uses('@vscode/webview-ui-toolkit'), true],
  ['webview/ui/x.ts', uses('../../src/engine/engine.ts'), false],
  ['webview/ui/x.ts', "export const b = (element: Element): void => { element.innerHTML = 'a'; };\n", false],
  ['samples/generator/x.ts', uses('../../src/core/dataset.ts'), false],
  ['src/core/x.ts', '// eslint-disable-next-line\nexport const b: any = 1;\n', false],
];

test('lint refuses every import that the house does not allow, and no other', async () => {
  const eslint = new ESLint({ cwd: folder });
  for (const [file, text, allowed] of cases) {
    const [result] = await eslint.lintText(text, { filePath: join(folder, file) });
    assert.equal(result!.messages.length === 0, allowed, `${file}: ${text}${result!.messages.map(({ message }) => message).join('\n')}`);
  }
});
