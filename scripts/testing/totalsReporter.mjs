/**
 * A reporter of node:test that writes as JSON how many tests of each file passed and failed:
 * `{"path/of/file.test.ts": {"passed": 3, "failed": 1}, …}`. A test that was cancelled has failed; one that was skipped did neither.
 */
export default async function* totalsReporter(source) {
  const files = {};
  for await (const { type, data } of source) {
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details?.type === 'suite') continue;
    const totals = (files[data.file ?? data.name] ??= { passed: 0, failed: 0 });
    if (data.skip === undefined && data.todo === undefined) totals[type === 'test:pass' ? 'passed' : 'failed'] += 1;
  }
  yield JSON.stringify(files);
}
