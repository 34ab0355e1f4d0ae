// npm test [-- --only STEP] [-- PART-OF-A-FILE-NAME]: every check of this repository. See scripts/testing/runTests.ts.
import { bootstrap, main } from './bootstrap.mjs';

await main(async () => {
  await bootstrap();
  const { runTests } = await import('./testing/runTests.ts');
  process.exitCode = await runTests(process.argv.slice(2));
});
