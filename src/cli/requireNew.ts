import { stat } from 'node:fs/promises';

/** Throws, in words, where there is a file already that nobody asked to write over. */
export async function requireNew(target: string, force: boolean): Promise<void> {
  if (!force && (await stat(target).catch(() => null))) throw new Error(`${target} is there already. Choose another name, or add --force.`);
}
