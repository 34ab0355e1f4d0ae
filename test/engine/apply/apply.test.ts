import assert from 'node:assert/strict';
import { chmod, lstat, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { isApply } from '../../../src/core/applied.ts';
import { hashFile } from '../../../src/engine/apply/fileVersion.ts';
import { readSidecar } from '../../../src/sidecar/sidecarFile.ts';
import { DecidedFile, keep } from './support.ts';

const reviews = 'id,text,label\n1,"good, really",pos\r\n2,bad,"neg"\n\n3,fine,\n4,"so\nso",pos';

test('a relabelled row changes its cell and no other byte', async (t) => {
  const file = await DecidedFile.write(t, 'reviews.csv', reviews);
  await file.decide([1, 'relabel', { to: 'neg' }], [2, 'relabel', { to: 'a "b"' }], [3, 'relabel', { to: 'pos' }], [4, 'set', { column: 'text', to: null }]);
  const result = await file.apply();
  assert.equal(await file.text(), 'id,text,label\n1,"good, really",neg\r\n2,bad,"a ""b"""\n\n3,fine,pos\n4,,pos');
  assert.deepEqual([result.cells, result.rows, result.applied], [4, 4, 4]);
  assert.equal(result.after, await hashFile(file.path));
  assert.deepEqual((await readdir(dirname(file.path))).sort(), ['reviews.csv', 'reviews.csv.winnow.jsonl']);
});

test('the sidecar says what was applied, and nothing is pending, in conflict or orphaned any more', async (t) => {
  const file = await DecidedFile.write(t, 'reviews.csv', reviews);
  const decisions = await file.decide([1, 'relabel', { to: 'neg' }], [2, 'accept', { why: 'label-error' }]);
  const before = await hashFile(file.path);
  await file.apply();
  const [record, ...others] = (await readSidecar(file.path)).decisions.filter(isApply);
  assert.deepEqual(
    [others.length, record?.applied, record?.before, record?.after, record?.begun, record?.by],
    [0, [decisions[0]!.id], before, await hashFile(file.path), undefined, 'Ada'],
  );
  await file.use(async (session) => {
    const { decided } = session.applySource;
    assert.deepEqual([decided.conflicts, decided.orphans], [[], []]);
    assert.deepEqual([...decided.rows], [2]);
    assert.deepEqual([...decided.holding.keys()].sort(), [1, 2]);
  });
  const text = await file.text();
  assert.equal((await file.apply()).id, undefined);
  assert.equal(await file.text(), text);
});

test('decisions on rows told apart by content follow them, exact duplicates too', async (t) => {
  const file = await DecidedFile.write(t, 'reviews.csv', `text,label\n${'good,pos\n'.repeat(3)}bad,neg\ngood,neg\n`);
  await file.decide(
    [1, 'relabel', { to: 'neg' }],
    [1, 'comment', { note: 'first' }],
    [2, 'comment', { note: 'second' }],
    [3, 'comment', { note: 'third' }],
    [5, 'comment', { note: 'fifth' }],
  );
  await file.apply();
  assert.equal(await file.text(), 'text,label\ngood,neg\ngood,pos\ngood,pos\nbad,neg\ngood,neg\n');
  const notes = (): Promise<unknown> =>
    file.use(async (session) => [...session.applySource.decided.byRow].map(([row, list]) => [row, list.map(({ note }) => note)]).sort());
  assert.deepEqual(await notes(), [[1, ['first']], [2, ['second']], [3, ['third']], [5, ['fifth']]]);
  await file.decide([3, 'relabel', { to: 'neg' }], [2, 'exclude']);
  await file.apply({ excluded: 'drop', annotations: true });
  assert.equal(await file.text(), 'text,label\ngood,neg\ngood,neg\nbad,neg\ngood,neg\n');
  assert.deepEqual(await notes(), [[1, ['first']], [2, ['third']], [4, ['fifth']]]);
});

test('a decision that does not fit the file is told and left alone', async (t) => {
  const file = await DecidedFile.write(t, 'reviews.csv', 'id,label\n1,pos\n2,neg\n3,x\n4,too,many\n');
  await file.decide(
    [1, 'relabel', { from: 'old', to: 'neg' }],
    [2, 'relabel', { to: 'neg' }],
    [3, 'relabel', { to: 'a\0b' }],
    [3, 'set', { column: 'gone', to: 'x' }],
    [1, 'set', { column: 'label', row: { id: '99' }, to: 'x' }],
    [4, 'relabel', { to: 'pos' }],
  );
  const { skipped } = await file.use((session) => import('../../../src/engine/apply/plan.ts').then(({ planApply }) => planApply(session.applySource, keep)));
  assert.deepEqual(skipped.map(({ why }) => why).sort(), ['column', 'conflict', 'orphan', 'same', 'unreadable', 'value']);
  const text = await file.text();
  await file.apply();
  assert.equal(await file.text(), text);
});

test('excluded rows stay, are dropped, marked in a column, or left out of a copy', async (t) => {
  const lines = 'id,label\r\n1,pos\r\n2,neg\r\n3,pos';
  const expected = {
    keep: lines,
    drop: 'id,label\r\n1,pos\r\n3,pos',
    column: 'id,label,excluded\r\n1,pos,false\r\n2,neg,true\r\n3,pos,false',
    copy: lines,
  } as const;
  for (const excluded of ['keep', 'drop', 'column', 'copy'] as const) {
    const file = await DecidedFile.write(t, 'reviews.csv', lines);
    await file.decide([2, 'exclude']);
    const result = await file.apply({ excluded, annotations: true });
    assert.equal(await file.text(), expected[excluded]);
    if (excluded === 'copy') assert.equal(await readFile(result.copy!, 'utf8'), expected.drop);
    else if (excluded === 'column') assert.equal((await file.apply({ excluded, annotations: true })).id, undefined);
  }
});

test('a file that would be left without any row is left alone, unless its header says what its columns are', async (t) => {
  const cases = {
    'a.jsonl': '{"id":1,"label":"pos"}\n{"id":2,"label":"neg"}',
    'b.json': '[{"id":1,"label":"pos"},{"id":2,"label":"neg"}]',
    'c.csv': 'id,label\n1,pos\n2,neg\n',
  };
  for (const [name, content] of Object.entries(cases)) {
    for (const excluded of ['drop', 'copy'] as const) {
      const file = await DecidedFile.write(t, name, content);
      await file.decide([1, 'exclude'], [2, 'exclude']);
      const apply = file.apply({ excluded, annotations: true });
      if (name !== 'c.csv')
        await assert.rejects(apply, {
          name: 'WriteError',
          message: `Every row of ${name} is excluded, and without rows nothing would be left of it. Keep excluded rows, or delete the file.`,
        });
      else assert.equal((await apply).dropped, excluded === 'drop' ? 2 : 0);
      assert.equal(await file.text(), name === 'c.csv' && excluded === 'drop' ? 'id,label\n' : content);
    }
  }
});

test('annotations become columns, one for each person where several filled them in', async (t) => {
  const file = await DecidedFile.write(t, 'reviews.jsonl', '{"id":1, "label":"pos"}\n{"id":2, "label":"neg"}\n');
  await file.decide([1, 'annotate', { column: 'mood', to: 'calm' }]);
  await file.apply();
  assert.equal(await file.text(), '{"id":1, "label":"pos", "mood":"calm"}\n{"id":2, "label":"neg"}\n');
  const other = await DecidedFile.write(t, 'reviews.csv', 'id,label\n1,pos\n2,neg\n');
  await other.decide([1, 'annotate', { column: 'mood', to: 'calm' }], [1, 'annotate', { column: 'mood', to: 'wild', by: 'Grace <g@x>' }]);
  await other.apply();
  assert.equal(await other.text(), 'id,label,annotator_ada,annotator_grace\n1,pos,calm,wild\n2,neg,,\n');
});

test('a file that changed since it was read is left alone', async (t) => {
  const file = await DecidedFile.write(t, 'reviews.csv', reviews);
  await file.decide([1, 'relabel', { to: 'neg' }]);
  await assert.rejects(file.apply(keep, { onStep: (step) => void (step === 'made' && writeOver(file.path)) }), /has changed since it was read/);
  assert.equal(await file.text(), 'other\n');
  assert.equal((await readSidecar(file.path)).decisions.some(isApply), false);
  assert.deepEqual((await readdir(dirname(file.path))).sort(), ['reviews.csv', 'reviews.csv.winnow.jsonl']);
});

async function writeOver(path: string): Promise<void> {
  await writeFile(path, 'other\n');
  await utimes(path, 1, 1);
}

test('permissions stay, and a link goes on pointing where it did', async (t) => {
  const file = await DecidedFile.write(t, 'store.csv', reviews);
  await chmod(file.path, 0o640);
  const link = join(dirname(file.path), 'reviews.csv');
  await symlink('store.csv', link);
  const linked = new DecidedFile(link);
  await linked.decide([2, 'relabel', { to: 'pos' }]);
  await linked.apply();
  assert.ok((await lstat(link)).isSymbolicLink());
  assert.equal((await stat(file.path)).mode & 0o777, 0o640);
  assert.match(await file.text(), /2,bad,"pos"\n/);
});
