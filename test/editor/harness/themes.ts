export type Theme = 'dark' | 'light' | 'hc' | 'hcLight';

/** VS Code's own themes: the id that the setting `workbench.colorTheme` takes, the name in the theme picker, and the workbench's class. */
export const themes: Record<Theme, { id: string; label: string; className: string }> = {
  dark: { id: 'Dark 2026', label: 'Dark 2026', className: 'vs-dark' },
  light: { id: 'Light 2026', label: 'Light 2026', className: 'vs' },
  hc: { id: 'Default High Contrast', label: 'Dark High Contrast', className: 'hc-black' },
  hcLight: { id: 'Default High Contrast Light', label: 'Light High Contrast', className: 'hc-light' },
};
