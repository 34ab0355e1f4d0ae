/** A reporter of node:test that writes the runner's own totals as JSON: `{"tests":…,"pass":…,"fail":…,"cancelled":…,…}`. */
export default async function* totalsReporter(source) {
  const totals = {};
  for await (const { type, data } of source) {
    const match = type === 'test:diagnostic' && data.nesting === 0 ? /^(\w+) (\d+)$/.exec(data.message) : null;
    if (match) totals[match[1]] = Number(match[2]);
  }
  yield JSON.stringify(totals);
}
