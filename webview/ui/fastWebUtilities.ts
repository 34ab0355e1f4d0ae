/**
 * Stands in for the package of the same name when the webview is bundled (see `esbuild.mjs`). The package finds out
 * whether a browser knows :focus-visible by adding a style element, which the content security policy forbids;
 * every browser that VS Code runs in knows it.
 */
export * from '../../node_modules/@microsoft/fast-web-utilities/dist/index.js';

export function canUseFocusVisible(): boolean {
  return true;
}
