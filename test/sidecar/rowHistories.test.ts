import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { Random } from '../../samples/generator/random.ts';
import { type Act, type Decision, effectiveDecisions } from '../../src/core/decision.ts';
import { isContentShape } from '../../src/core/rowKey.ts';
import { ulidMaker } from '../../src/core/ulid.ts';
import { RowKeys } from '../../src/engine/keys.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { readSidecar, saveSidecar, sidecarPath } from '../../src/sidecar/sidecarFile.ts';
import { makeRepository, type RepositoryFolder } from '../git/repositoryFolder.ts';
import { printedSeed } from './histories.ts';
import { contentOf, csvOf, type Kind, type ModelTable, RowHistories } from './rowHistories.ts';

/** Histories that happen side by side in one file, and files. */
const histories = 500;
const files = 20;

/** What a decision was about when it was made. */
interface Meant {
  readonly uid: number;
  readonly root: number;
  readonly id: string | undefined;
  readonly content: string;
  /** Rows of this content, this one included. */
  readonly copies: number;
}

interface Tally {
  stayed: number;
  orphaned: number;
  /**
   * On a row that is the same to the letter as the one meant, of which there are as many as there were, or on a copy
   * that alone is left with the id.
   */
  exchanged: number;
}

/** One file, what happens to it, and what was decided of it. */
class Place {
  readonly path: string;
  readonly meant = new Map<string, Meant>();
  readonly tally: Tally = { stayed: 0, orphaned: 0, exchanged: 0 };
  readonly #random: Random;
  readonly #newId: (now: number) => string;
  #minute = 0;

  constructor(folder: string, random: Random) {
    this.path = join(folder, 'data.csv');
    this.#random = random;
    this.#newId = ulidMaker((bytes) => bytes.fill(random.integer(0, 255)));
  }

  /** Writes a version, looks where all decisions stand in it, and decides on some of its rows. */
  async visit(table: ModelTable, person: string): Promise<Decision[]> {
    await writeFile(this.path, csvOf(table));
    const session = await DatasetSession.open({ path: this.path, config: {}, memoryLimit: 512 });
    try {
      const { decisions, damaged } = await readSidecar(this.path);
      assert.deepEqual(damaged, []);
      await this.#look(session, table, decisions);
      const added = await this.#decide(session, table, person);
      await saveSidecar(this.path, { added, removed: [], key: session.dataset.key });
      return added;
    } finally {
      await session.close();
    }
  }

  async #look(session: DatasetSession, table: ModelTable, decisions: readonly Decision[]): Promise<void> {
    const { orphans } = await session.decide(decisions);
    const orphaned = new Set(orphans.map(({ id }) => id));
    const inForce = effectiveDecisions(decisions);
    const rows = await new RowKeys(session.table, session.dataset.key).rowsOf(inForce.map(({ row }) => row));
    const copies = copiesIn(table);
    const ids = countBy(table.rows.map(({ cells }) => cells['id']));
    const idName = table.columns.find(({ first }) => first === 'id')?.name;
    const byUid = new Map(table.rows.map((row) => [row.uid, row]));
    for (const [index, decision] of inForce.entries()) {
      const meant = this.meant.get(decision.id)!;
      const found = rows[index] === null ? undefined : table.rows[rows[index]! - 1]!;
      assert.equal(orphaned.has(decision.id), found === undefined, 'a decision has a row, or is reported as an orphan');
      const own = byUid.get(meant.uid);
      const isOfContent = isContentShape(Object.keys(decision.row));
      if (!found) {
        const canBeTold =
          own &&
          (isOfContent
            ? contentOf(table, own) === meant.content && copies.get(meant.content) === meant.copies
            : idName === 'id' && own.cells['id'] === meant.id && ids.get(meant.id) === 1);
        assert.ok(!canBeTold, `a decision lost its row: ${JSON.stringify(decision)}`);
        this.tally.orphaned++;
      } else if (found === own) this.tally.stayed++;
      else {
        const isSame = isOfContent
          ? contentOf(table, found) === meant.content && copies.get(meant.content) === meant.copies
          : found.root === meant.root && found.cells['id'] === meant.id;
        assert.ok(isSame, `a decision stands on another row: ${JSON.stringify(decision)}`);
        this.tally.exchanged++;
      }
    }
  }

  async #decide(session: DatasetSession, table: ModelTable, person: string): Promise<Decision[]> {
    const chosen = table.rows.map((_, index) => index + 1).filter(() => this.#random.chance(0.25));
    const keys = await session.keys(chosen, ['label']);
    const copies = copiesIn(table);
    return chosen.map((row, index) => {
      const model = table.rows[row - 1]!;
      const act: Act = this.#random.pick(['relabel', 'set', 'accept', 'ambiguous', 'exclude', 'comment', 'annotate']);
      const at = new Date(1_790_000_000_000 + ++this.#minute * 60_000);
      const content = contentOf(table, model);
      const decision: Decision = {
        id: this.#newId(at.getTime()), row: keys[index]!.key, act, at: at.toISOString(), by: person,
        ...(act === 'relabel' || act === 'set' ? { column: 'label', from: keys[index]!.cells[0]!, to: person } : {}),
        ...(act === 'annotate' ? { column: 'mood', to: person } : {}),
      };
      this.meant.set(decision.id, { uid: model.uid, root: model.root, id: model.cells['id'], content, copies: copies.get(content)! });
      return decision;
    });
  }
}

function copiesIn(table: ModelTable): Map<string, number> {
  return countBy(table.rows.map((row) => contentOf(table, row)));
}

function countBy<Value>(values: readonly Value[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Merges the branch `theirs`: git does so with the sidecar alone, the data file is merged as the model says. */
async function mergeInGit(repository: RepositoryFolder, place: Place, table: ModelTable): Promise<void> {
  try {
    repository.git('merge', '--quiet', '--no-ff', '--no-commit', 'theirs');
  } catch {
    assert.deepEqual(repository.git('diff', '--name-only', '--diff-filter=U').split('\n').filter(Boolean), [basename(place.path)]);
  }
  await writeFile(place.path, csvOf(table));
  repository.commit('merged');
}

async function live(context: TestContext, seed: number, kind: Kind, withGit: boolean): Promise<Tally> {
  const random = new Random(seed);
  const repository = makeRepository();
  context.after(() => repository.remove());
  repository.write('.gitattributes', '*.winnow.jsonl merge=union\n');
  const place = new Place(repository.path, random);
  const model = new RowHistories(random, kind);

  let table = model.start();
  await place.visit(table, 'Ada');
  table = model.change(table);
  await place.visit(table, 'Ada');
  repository.commit('decided');
  const sidecar = sidecarPath(place.path);
  const shared = await readFile(sidecar);
  const ids = model.ids;

  if (withGit) repository.git('checkout', '--quiet', '-b', 'theirs');
  const theirs = model.change(table);
  const added = await place.visit(theirs, 'Bob');
  if (withGit) {
    repository.commit('decided');
    repository.git('checkout', '--quiet', 'main');
  } else await writeFile(sidecar, shared);
  const theirIds = model.ids;
  model.ids = ids;
  const ours = model.change(table);
  await place.visit(ours, 'Ada');
  repository.commit('decided');

  model.ids = Math.max(model.ids, theirIds);
  const merged = model.merge(table, ours, theirs);
  if (withGit) await mergeInGit(repository, place, merged);
  else await saveSidecar(place.path, { added, removed: [], key: [] });
  const { decisions } = await readSidecar(place.path);
  assert.deepEqual(decisions.map(({ id }) => id).sort(), [...place.meant.keys()].sort(), 'no decision is lost');
  await place.visit(merged, 'Cem');
  await place.visit(model.change(merged), 'Cem');
  return place.tally;
}

test(`in ${histories * files} random histories every decision stays on its row or is an orphan, and none stands on another row`, async (context) => {
  const seed = printedSeed();
  const total: Tally = { stayed: 0, orphaned: 0, exchanged: 0 };
  for (let file = 0; file < files; file++) {
    const tally = await live(context, seed + file, { histories, keyed: file % 2 === 1, copies: file % 4 !== 3 }, file % 5 < 2);
    for (const name of ['stayed', 'orphaned', 'exchanged'] as const) total[name] += tally[name];
  }
  console.log(
    `${total.stayed} times a decision stood on its row, ${total.orphaned} times it was an orphan, ${total.exchanged} times it stood on one that is the same to the letter`,
  );
  assert.ok(total.stayed > total.orphaned, 'most decisions stay');
});
