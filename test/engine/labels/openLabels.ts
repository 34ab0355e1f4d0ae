import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { WinnowConfig } from '../../../src/core/config.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

export const never = new AbortController().signal;
export const quiet = (): void => undefined;

export const praise = ['wonderful film, I loved it', 'a great story, brilliant acting', 'delightful, funny and warm', 'brilliant music and great fun'];
export const complaint = ['boring film, I hated it', 'a dull story, terrible acting', 'awful, tedious and cold', 'terrible music and dull jokes'];

/** Reviews of which rows 10 and 33 are under the other label. */
export function reviews(count = 80): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const row = index + 1;
    const isPraise = row % 2 === 0;
    const text = (isPraise ? praise : complaint)[Math.floor(row / 2) % 4]!;
    const label = isPraise === (row === 10 || row === 33) ? 'complaint' : 'praise';
    return `${row},"${text}, says number ${row}",${label},panel`;
  });
  return `id,review,label,source\n${lines.join('\n')}\n`;
}

/** Opens a file of this text with Winnow’s own reading of it; closed when the test ends. */
export async function open(context: TestContext, text: string, name = 'data.csv', config: WinnowConfig = {}, cacheFolder?: string): Promise<DatasetSession> {
  const path = join(await temporaryFolder(context), name);
  await writeFile(path, text);
  const session = await DatasetSession.open({ path, config, memoryLimit: 512, ...(cacheFolder && { cacheFolder }) });
  context.after(() => session.close());
  return session;
}

/** Rows that `label-error` lists, ascending. */
export const wrongRows = async (session: DatasetSession): Promise<number[]> =>
  (await session.found.page({ check: 'label-error', offset: 0, limit: 100 })).findings
    .map(({ finding }) => finding.rows[0]!.row)
    .sort((a, b) => a - b);
