/** Variables of npm, of a test runner or of a VS Code around us, which would change how another one behaves. */
const foreign = /^(npm_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|INIT_CWD$|VSCODE_|ELECTRON_)/;

/** This process's environment without what belongs to the programs that started it. */
export function cleanEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(own), ...extra };
}
