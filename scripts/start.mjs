// npm start [-- FILE|FOLDER]: opens VS Code with Winnow and a dataset in it. See scripts/host/start.ts.
import { bootstrap, main } from './bootstrap.mjs';

await main(async () => {
  await bootstrap();
  const { start } = await import('./host/start.ts');
  await start(process.argv.slice(2));
});
