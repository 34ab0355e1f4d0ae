import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where the command line keeps what can be made again: `$XDG_CACHE_HOME/winnow` or `~/.cache/winnow`, or where the
 * system keeps such files.
 */
export function userCacheFolder(): string {
  const given = process.env['XDG_CACHE_HOME'];
  if (given) return join(given, 'winnow');
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'winnow', 'Cache');
  return process.platform === 'darwin' ? join(homedir(), 'Library', 'Caches', 'winnow') : join(homedir(), '.cache', 'winnow');
}
