// npm start [-- FILE|FOLDER]: opens VS Code with Winnow and a dataset in it. See scripts/host/start.ts.
import { bootstrap } from './bootstrap.mjs';

try {
  const { start } = await bootstrap('host/start.ts');
  await start(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
