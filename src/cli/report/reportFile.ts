import { open } from 'node:fs/promises';
import { atomicWrite } from '../../sidecar/atomicWrite.ts';
import { reportMark } from './reportPage.ts';

/** `NAME.report.html`, beside the data file. */
export const reportPath = (dataPath: string): string => `${dataPath}.report.html`;

/** A report's mark stands in so many of its first bytes. */
const headBytes = 1000;

/** Throws, in words, where something stands at a path that is no report: a dataset must not be written over by one. */
export async function requireReplaceable(path: string): Promise<void> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new Error(`${path} cannot be written to: ${error.message}`);
  });
  if (file === null) return;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0).catch((error: NodeJS.ErrnoException) => {
      throw new Error(error.code === 'EISDIR' ? `${path} is a folder. Name a file after --write.` : `${path} cannot be written to: ${error.message}`);
    });
    if (!buffer.toString('utf8', 0, bytesRead).includes(reportMark))
      throw new Error(`${path} is there already and is no report of Winnow's. Name another file after --write.`);
  } finally {
    await file.close();
  }
}

export async function writeReport(path: string, page: string): Promise<void> {
  await requireReplaceable(path);
  await atomicWrite(path, Buffer.from(page));
}
