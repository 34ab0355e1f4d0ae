/** The colours of VS Code's own themes that the webview uses, as VS Code writes them into a page. */
const themes = {
  dark: {
    kind: 'vscode-dark',
    colours: {
      'foreground': '#bfbfbf', 'descriptionForeground': '#8c8c8c', 'focusBorder': '#3994bcb3', 'textLink-foreground': '#48a0c7', 'button-background': '#297aa0',
      'button-foreground': '#ffffff', 'checkbox-background': '#242526', 'checkbox-border': '#707070', 'checkbox-foreground': '#8c8c8c', 'input-background': '#191a1b', 'input-border': '#333536', 'input-foreground': '#bfbfbf', 'sideBar-background': '#191a1b',
      'panel-border': '#2a2b2c', 'editor-background': '#121314', 'list-hoverBackground': '#ffffff14', 'list-activeSelectionBackground': '#ffffff22',
      'list-activeSelectionForeground': '#ededed', 'menu-background': '#202122', 'menu-border': '#2a2b2c', 'menu-foreground': '#bfbfbf',
      'menu-selectionBackground': '#3994bc26', 'menu-selectionForeground': '#bfbfbf', 'editorWidget-background': '#202122', 'editorWidget-border': '#2a2b2c',
      'charts-blue': '#57a3f8', 'charts-green': '#86cf86', 'progressBar-background': '#878889', 'editor-findMatchBackground': '#27678290',
      'editor-findMatchHighlightBackground': '#27678280', 'editorError-foreground': '#f14c4c', 'editorWarning-foreground': '#cca700', 'editorInfo-foreground': '#3794ff',
    },
  },
  light: {
    kind: 'vscode-light',
    colours: {
      'foreground': '#202020', 'descriptionForeground': '#606060', 'focusBorder': '#0069cc', 'textLink-foreground': '#0069cc', 'button-background': '#0069cc',
      'button-foreground': '#ffffff', 'checkbox-background': '#eaeaea', 'checkbox-border': '#868686', 'checkbox-foreground': '#606060', 'input-background': '#ffffff', 'input-border': '#d8d8d866', 'input-foreground': '#202020', 'sideBar-background': '#fafafd',
      'panel-border': '#f0f1f2', 'editor-background': '#ffffff', 'list-hoverBackground': '#00000014', 'list-activeSelectionBackground': '#00000025',
      'list-activeSelectionForeground': '#202020', 'menu-background': '#fafafd', 'menu-border': '#e4e5e6', 'menu-foreground': '#202020',
      'menu-selectionBackground': '#0069cc1a', 'menu-selectionForeground': '#202020', 'editorWidget-background': '#fafafd', 'editorWidget-border': '#e4e5e6',
      'charts-blue': '#1a5cff', 'charts-green': '#388a34', 'progressBar-background': '#0069cc', 'editor-findMatchBackground': '#0069cc40',
      'editor-findMatchHighlightBackground': '#0069cc1a', 'editorError-foreground': '#e51400', 'editorWarning-foreground': '#bf8803', 'editorInfo-foreground': '#1a85ff',
    },
  },
  hc: {
    kind: 'vscode-high-contrast',
    colours: {
      'foreground': '#ffffff', 'focusBorder': '#f38518', 'textLink-foreground': '#21a6ff', 'button-foreground': '#ffffff', 'input-background': '#000000',
      'input-border': '#6fc3df', 'input-foreground': '#ffffff', 'sideBar-background': '#000000', 'panel-border': '#6fc3df', 'editor-background': '#000000',
      'contrastBorder': '#6fc3df', 'contrastActiveBorder': '#f38518', 'menu-background': '#000000', 'menu-border': '#6fc3df', 'menu-foreground': '#ffffff',
      'charts-blue': '#3794ff', 'charts-green': '#89d185', 'editorError-foreground': '#f48771', 'editorWarning-foreground': '#ffd370', 'editorInfo-foreground': '#3794ff',
    },
  },
  hcLight: {
    // VS Code gives a page in this theme both classes.
    kind: 'vscode-high-contrast vscode-high-contrast-light',
    colours: {
      'foreground': '#292929', 'focusBorder': '#006bbd', 'textLink-foreground': '#0f4a85', 'button-background': '#0f4a85', 'button-foreground': '#ffffff', 'input-background': '#ffffff',
      'input-border': '#0f4a85', 'input-foreground': '#292929', 'sideBar-background': '#ffffff', 'panel-border': '#0f4a85', 'editor-background': '#ffffff',
      'list-hoverBackground': '#0f4a851a', 'list-activeSelectionBackground': '#0f4a851a', 'list-activeSelectionForeground': '#292929',
      'contrastBorder': '#0f4a85', 'contrastActiveBorder': '#006bbd', 'menu-background': '#ffffff', 'menu-border': '#0f4a85', 'menu-foreground': '#292929',
      'charts-blue': '#1a85ff', 'charts-green': '#374e06', 'editorError-foreground': '#b5200d', 'editorWarning-foreground': '#895503', 'editorInfo-foreground': '#1a85ff',
    },
  },
} as const;

export type ThemeName = keyof typeof themes;

/** The class of the page's body, and a style sheet with the theme's variables. */
export function themeOf(name: ThemeName): { readonly kind: string; readonly css: string } {
  const { kind, colours } = themes[name];
  const lines = Object.entries({ ...colours, 'font-family': 'system-ui, "DejaVu Sans", sans-serif', 'font-size': '13px' });
  return { kind, css: `:root{${lines.map(([colour, value]) => `--vscode-${colour}:${value}`).join(';')}}` };
}
