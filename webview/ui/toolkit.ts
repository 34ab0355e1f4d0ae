import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeDropdown, vsCodeOption, vsCodeTextField } from '@vscode/webview-ui-toolkit';

/**
 * The one import of the toolkit, which is no longer developed: a successor touches this folder alone.
 * Only the components that are used are registered. They style themselves through adopted style sheets,
 * which a policy without `unsafe-inline` allows; its badge and progress set style attributes, so ours stand in.
 */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption(), vsCodeTextField());
}
