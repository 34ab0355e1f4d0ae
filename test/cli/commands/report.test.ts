import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { chromium, type Browser } from 'playwright-core';
import { ensureBrowser } from '../../../scripts/host/browser.ts';
import { runCli } from '../runCli.ts';

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

async function folderWith(context: TestContext, files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-report-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const hostile = '<script>document.title=1</script>';

/** Rows with everything that a report has a section for. */
function tableOf(rows: number, late = false): string {
  const line = (row: number): string => {
    const label = ['good', 'bad', hostile][late ? (row * row) % 3 : row % 3]!;
    return [
      row + 1,
      `"a secret text that is number ${row}"`,
      `"${label}"`,
      `"${row % 7 ? label : 'good'}"`,
      (0.5 + (row % 50) / 100).toFixed(2),
      ['DE', 'FR', ''][row % 4] ?? 'FR',
      row % 5 ? 'train' : 'test',
      `2025-0${1 + (row % 6)}-11`,
      (row % 30) + (late ? 40 : 0),
    ].join(',');
  };
  return `id,text,label,predicted,confidence,country,split,created_at,"age ""<b>"""\n${Array.from({ length: rows }, (_, row) => line(row)).join('\n')}\n`;
}

test('report writes one page that asks for nothing, runs nothing of the data, and fits narrow screens', async (context) => {
  const folder = await folderWith(context, { 'data.csv': tableOf(300, true), 'train.csv': tableOf(300) });
  const { code, out, messages } = await runCli(['report', 'data.csv', '--against', 'train.csv', '--write', 'out.html'], folder);
  assert.equal(code, 0, messages);
  assert.equal(out, 'out.html: written\n');
  const path = join(folder, 'out.html');
  const text = await readFile(path, 'utf8');
  assert.doesNotMatch(text, /secret text|style="|\son\w+="/);
  assert.match(text, /<h3>Columns over time<\/h3><p>(?:\d+|None) of \d+ cells (?:is|are) far/);
  assert.match(text, /Jensen–Shannon distance to all other (?:day|week|month)s/);
  assert.equal(text.split('<script').length, 2);
  const { executable, env } = await ensureBrowser((line) => console.log(line));
  browser ??= chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu'], env: { ...process.env, ...env } });
  const page = await (await browser).newPage({ viewport: { width: 390, height: 844 } });
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(message.text()));
  page.on('request', (request) => request.url().endsWith('/out.html') || trouble.push(request.url()));
  await page.goto(`file://${path}`);
  assert.equal(await page.title(), 'data.csv: report');
  assert.deepEqual(await page.locator('h2').allInnerTexts(), [
    'Composition',
    'Segments and splits',
    'Label quality',
    'Findings',
    'Drift',
    'Evaluation',
    'Version',
  ]);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  assert.ok((await page.getByText(hostile, { exact: true }).count()) > 0);
  const charts = await page.locator('figure').count();
  assert.ok(charts > 10);
  assert.equal(await page.locator('figure > svg[role=img]').count(), charts);
  assert.equal(await page.locator('figure > details table').count(), charts);
  assert.equal(await page.locator('figure > p:text-matches("exact|estimated|sampled|partial", "i")').count(), charts);
  assert.match(await page.locator('#drift .lead').innerText(), /^Retrain against train\.csv/);
  assert.match(await page.locator('#evaluation .lead').innerText(), /^Right for [\d.]+ % of 60 rows of the split test/);
  const cut = await page
    .locator('figure svg text')
    .evaluateAll((texts) =>
      texts.filter((text) => text.textContent.length <= 8 && (text as SVGTextElement).getBBox().x < -1).map((text) => text.textContent),
    );
  assert.deepEqual(cut, [], 'figures beside an axis have room');
  const figure = page.locator('figure').filter({ hasText: 'age' }).first();
  await figure.locator('summary').click();
  for (const [ending, begins] of [['SVG', '<svg'], ['PNG', '\x89PNG']] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), figure.getByRole('button', { name: `Save as ${ending}` }).click()]);
    assert.match(download.suggestedFilename(), new RegExp(`^age-b-.*\\.${ending.toLowerCase()}$`));
    const saved = await readFile(await download.path(), 'latin1');
    assert.ok(saved.startsWith(begins));
    assert.doesNotMatch(saved, /var\(/);
  }
  const tables = page.locator('.scroll:not(figure .scroll)');
  const pictures = page.locator('details.picture');
  assert.equal(await pictures.count(), await tables.count());
  const matrix = pictures.and(page.locator('.scroll:has(caption:text("Confusion: rows by label and prediction")) + details'));
  await matrix.locator('summary').click();
  for (const [ending, begins] of [['SVG', '<svg'], ['PNG', '\x89PNG']] as const) {
    const [download] = await Promise.all([page.waitForEvent('download'), matrix.getByRole('button', { name: `Save as ${ending}` }).click()]);
    assert.equal(download.suggestedFilename(), `Confusion-rows-by-label-and-prediction.${ending.toLowerCase()}`);
    const saved = await readFile(await download.path(), 'latin1');
    assert.ok(saved.startsWith(begins));
    if (ending === 'SVG') assert.match(saved, /fill-opacity="0\.64"[^]*>good<\/text>/);
    assert.doesNotMatch(saved, /var\(|<script/);
  }
  assert.deepEqual(trouble, []);
});

test('the same file makes the same report, and what people decided counts in it', async (context) => {
  const folder = await folderWith(context, { 'data.csv': tableOf(60) });
  const report = async (): Promise<string> => {
    const { code, messages } = await runCli(['report', 'data.csv'], folder);
    assert.equal(code, 0, messages);
    return readFile(join(folder, 'data.csv.report.html'), 'utf8');
  };
  const first = await report();
  assert.equal(await report(), first);
  assert.match(first, /No decisions were made in review/);
  await writeFile(
    join(folder, 'data.csv.winnow.jsonl'),
    '{"winnow":1,"dataset":"data.csv","key":["id"]}\n{"row":{"id":"3"},"act":"exclude","by":"Ada <ada@example.org>","at":"2026-01-01T00:00:00Z","id":"01JAAAAAAAAAAAAAAAAAAAAAAA"}\n',
  );
  const decided = await report();
  assert.match(decided, /Decided in review by 1 person: exclude 1/);
  assert.match(decided, /1 decision is not applied to the file yet\. .+ evaluation count it\./);
  assert.doesNotMatch(decided, /Ada/);
});

test('decisions that are not saved count where they are named, and the report tells that they are not', async (context) => {
  const header = '{"winnow":1,"dataset":"data.csv","key":["id"]}\n';
  const exclude = (id: string, last: string): string =>
    `{"row":{"id":"${id}"},"act":"exclude","by":"Ada","at":"2026-01-01T00:00:00Z","id":"01JAAAAAAAAAAAAAAAAAAAAAA${last}"}\n`;
  const folder = await folderWith(context, {
    'data.csv': tableOf(60), 'data.csv.winnow.jsonl': `${header}${exclude('3', 'A')}`,
    'decided.jsonl': `${header}${exclude('4', 'B')}${exclude('5', 'C')}`, 'damaged.jsonl': `${header}{"row":\n`,
  });
  const { code, messages } = await runCli(['report', 'data.csv', '--skip', 'label-error', '--decisions', 'decided.jsonl'], folder);
  assert.equal(code, 0, messages);
  const text = await readFile(join(folder, 'data.csv.report.html'), 'utf8');
  assert.match(text, /Decided in review by 1 person: exclude 2/);
  assert.match(text, /3 decisions that count here were not saved beside the dataset when this was written\./);
  assert.match((await runCli(['report', 'data.csv', '--decisions', 'none.jsonl'], folder)).messages, /There is no file of decisions .*none\.jsonl/);
  assert.match((await runCli(['report', 'data.csv', '--decisions', 'damaged.jsonl'], folder)).messages, /damaged\.jsonl:2: /);
});

test('a file that is no report is not written over, and nothing else is tried before', async (context) => {
  const folder = await folderWith(context, { 'data.csv': tableOf(30), 'mine.html': '<p>mine</p>' });
  for (const [to, words] of [
    ['mine.html', /mine\.html is there already and is no report/],
    ['data.csv', /data\.csv is there already/],
    ['.', /is a folder/],
  ] as const) {
    const { code, messages } = await runCli(['report', 'data.csv', '--write', to], folder);
    assert.equal(code, 2);
    assert.match(messages, words);
  }
  assert.equal(await readFile(join(folder, 'mine.html'), 'utf8'), '<p>mine</p>');
});

test('what cannot be compared with is told, and the rest of the report is there', async (context) => {
  const folder = await folderWith(context, { 'data.csv': tableOf(30) });
  const { code, out, messages } = await runCli(['report', 'data.csv', '--against', 'none.csv'], folder);
  assert.equal(code, 2);
  assert.match(out, /written/);
  assert.match(messages, /data\.csv: It could not be compared: there is no file .*none\.csv/);
  assert.match(await readFile(join(folder, 'data.csv.report.html'), 'utf8'), /Nothing was compared: there is no file .*none\.csv/);
});

test('checks are left out where that is asked for, and labels are not learnt then', async (context) => {
  const folder = await folderWith(context, { 'data.csv': tableOf(60) });
  assert.equal((await runCli(['report', 'data.csv', '--skip', 'label-error,ambiguous-row,test-noise'], folder)).code, 0);
  assert.match(await readFile(join(folder, 'data.csv.report.html'), 'utf8'), /Wrong labels could not be estimated: it was left out/);
  assert.match((await runCli(['report', 'data.csv', '--skip', 'nothing'], folder)).messages, /there is no check “nothing”/);
});

test('a file without a label, segments, times or rows has a report that says so', async (context) => {
  const folder = await folderWith(context, { 'data.csv': 'a,b\n1,2\n3,4\n', 'empty.csv': 'a,b\n', 'broken.csv': 'a,b\n1,2,3\n4,5\n' });
  for (const file of ['data.csv', 'empty.csv', 'broken.csv']) assert.equal((await runCli(['report', file], folder)).code, 0);
  const page = await readFile(join(folder, 'data.csv.report.html'), 'utf8');
  for (const words of [
    /No column has the role label\./,
    /No column has the role segments or split\./,
    /Wrong labels could not be estimated/,
    /Nothing was compared: no reference is named/,
    /Not measured: /,
  ])
    assert.match(page, words);
  assert.match(await readFile(join(folder, 'broken.csv.report.html'), 'utf8'), /1 unreadable record is in none of the figures/);
});
