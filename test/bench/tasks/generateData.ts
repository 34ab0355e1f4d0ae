import { generate } from '../data/generate.ts';
import { serveTask } from '../processes/serveTask.ts';

serveTask(({ folder, version, seed, size }: { folder: string; version: number; seed: number; size: number }) => generate(folder, { version, seed, size }));
