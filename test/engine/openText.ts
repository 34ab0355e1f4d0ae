import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { DatasetSession } from '../../src/engine/session.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** A file of this text, open for as long as the test runs. */
export async function openText(test: TestContext, text: string, name = 'reviews.csv'): Promise<DatasetSession> {
  const path = join(await temporaryFolder(test), name);
  await writeFile(path, text);
  const session = await DatasetSession.open({ path, config: {}, memoryLimit: 256 });
  test.after(() => session.close());
  return session;
}
