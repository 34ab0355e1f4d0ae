import tseslint from 'typescript-eslint';

/** The rooms of the house and what each may not import. Imports point one way. */
const rooms = ['core', 'formats', 'engine', 'stats', 'learn', 'checks', 'sidecar', 'git', 'protocol', 'editor', 'cli'];
const mayImport = {
  core: [],
  stats: ['core'],
  learn: ['core', 'stats'],
  protocol: ['core'],
  formats: ['core'],
  engine: ['core', 'formats', 'stats', 'protocol', 'checks', 'learn', 'sidecar', 'git'],
  checks: ['core', 'stats', 'learn', 'engine'],
  sidecar: ['core', 'formats'],
  git: ['core'],
  editor: ['core', 'formats', 'engine', 'checks', 'sidecar', 'git', 'protocol'],
  cli: ['core', 'formats', 'engine', 'checks', 'sidecar', 'git', 'protocol'],
};
const builtins = ['fs', 'fs/*', 'node:*', 'path', 'os', 'child_process', 'worker_threads'];
const pure = new Set(['core', 'stats', 'learn', 'protocol', 'checks']);
const doorsToEngine = ['**/engine/*', '!**/engine/engine.ts'];
/** What only one kind of process has: rooms that every process uses do without it. */
const globalsOfProcesses = ['process', 'Buffer', 'require', 'document', 'window', 'navigator', 'localStorage', 'fetch', 'XMLHttpRequest'];

function roomRule(room) {
  const forbidden = rooms.filter((other) => other !== room && !mayImport[room].includes(other));
  const patterns = [
    { group: forbidden.flatMap((other) => [`**/${other}/*`, `**/${other}/**`]), message: `${room} may import ${mayImport[room].join(', ') || 'nothing of ours'} only.` },
    { group: ['**/webview/**'], message: 'Nothing in src imports the webview.' },
  ];
  if (room !== 'editor') patterns.push({ group: ['vscode'], message: 'vscode appears only in extension.ts and editor/.' });
  if (pure.has(room)) patterns.push({ group: builtins, message: `${room} knows no file system and no process.` });
  if (room === 'checks') patterns.push({ group: doorsToEngine, message: 'Checks know the engine by its contract alone.' });
  return {
    files: [`src/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', ...dynamicImports(room, forbidden)],
      ...(pure.has(room) && { 'no-restricted-globals': ['error', ...globalsOfProcesses] }),
    },
  };
}

/** The rule above does not look at what is imported while the program runs. */
function dynamicImports(room, forbidden) {
  const selector = pure.has(room) ? 'ImportExpression' : `ImportExpression[source.value=/\\/(${[...forbidden, 'webview'].join('|')})\\//]`;
  return [{ selector, message: `${room} imports other rooms by import declarations.` }];
}

/** `inUi`: of webview/ui, which alone knows the toolkit. */
function webviewRule(files, inUi) {
  const otherRooms = rooms.filter((room) => room !== 'core' && room !== 'protocol');
  const patterns = [
    { group: ['vscode', ...builtins], message: 'The webview is a browser page.' },
    { group: ['**/src/extension.ts', ...otherRooms.map((room) => `**/src/${room}/**`)], message: 'The webview sees protocol and core only.' },
    { group: ['lit/directives/unsafe-*', 'lit-html/directives/unsafe-*'], message: 'No HTML is made from text.' },
  ];
  if (!inUi) patterns.push({ group: ['@vscode/webview-ui-toolkit', '@microsoft/*'], message: 'webview/ui alone wraps the toolkit.' });
  return {
    files,
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', { selector: 'ImportExpression', message: 'The page is one bundle.' }],
      'no-restricted-properties': ['error', { property: 'innerHTML', message: 'No HTML is made from text.' }, { property: 'outerHTML' }, { property: 'insertAdjacentHTML' }],
    },
  };
}

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.vscode-test/', 'test/editor/out/', 'test/fixtures/', 'src/engine/wasm/'] },
  ...tseslint.configs.strict,
  {
    // No comment switches a rule off.
    linterOptions: { noInlineConfig: true },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      'prefer-const': 'error',
      eqeqeq: ['error', 'always'],
      'no-console': 'off',
      // What cannot be broken, texts and templates, may be longer.
      'max-len': ['error', { code: 160, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true }],
    },
  },
  ...rooms.map(roomRule),
  webviewRule(['webview/**/*.ts'], false),
  webviewRule(['webview/ui/**/*.ts'], true),
  { files: ['samples/**/*.ts'], rules: { 'no-restricted-imports': ['error', { patterns: [{ group: ['**/src/**', '**/webview/**'], message: 'What makes the samples knows nothing of ours.' }] }] } },
);
