const cleanups: (() => void)[] = [];
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Has something done when this process ends: at its natural end, on an uncaught error, and on SIGINT, SIGTERM and
 * SIGHUP. The latest is done first. It has to be done at once, as nothing that waits is waited for.
 */
export function atEnd(cleanup: () => void): void {
  if (cleanups.length === 0) watch();
  cleanups.push(cleanup);
}

function watch(): void {
  process.on('exit', () => {
    for (const cleanup of cleanups.reverse()) cleanup();
  });
  for (const [signal, code] of Object.entries(signals)) process.once(signal, () => process.exit(code));
}
