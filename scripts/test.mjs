// npm test [-- --only STEP] [-- PART-OF-A-FILE-NAME]: every check of this repository. See scripts/testing/runTests.ts.
import { bootstrap } from './bootstrap.mjs';

try {
  const { runTests } = await bootstrap('testing/runTests.ts');
  process.exitCode = await runTests(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
