import { type Act, acts, type Decision } from '../../src/core/decision.ts';
import { ulidMaker } from '../../src/core/ulid.ts';
import type { Random } from '../../samples/generator/random.ts';

/** A seed that differs from run to run, unless WINNOW_SEED names one; printed, so that a failure can be repeated. */
export function printedSeed(): number {
  const seed = Number(process.env['WINNOW_SEED'] ?? Date.now() % 1_000_000);
  console.log(`seed ${seed} (repeat with WINNOW_SEED=${seed})`);
  return seed;
}

/** Decisions on few rows and columns, so that they meet often; texts with everything that could break a line. */
export function randomHistory(random: Random, length: number): Decision[] {
  const newId = ulidMaker((bytes) => {
    for (let i = 0; i < bytes.length; i++) bytes[i] = random.integer(0, 255);
  });
  const texts = ['negative', '', 'a "quoted"\nnewline', '\u2028 line separator', '=======', '{"id":"x"}', 'naïve 🚀', '\\', null];
  const decisions: Decision[] = [];
  for (let i = 0; i < length; i++) {
    const act: Act = random.pick(acts);
    const time = 1_790_000_000_000 + random.integer(0, 20) * 1000;
    const earlier = decisions.length > 0 ? random.pick(decisions).id : 'none';
    decisions.push({
      id: newId(time),
      row: random.chance(0.5) ? { id: String(random.integer(1, 5)) } : { '#': `hash${random.integer(1, 3)}`, n: random.integer(2, 3) },
      act,
      at: new Date(time).toISOString(),
      ...(act === 'relabel' || act === 'set'
        ? { column: random.pick(['label', 'age']), from: random.pick(texts), to: random.pick(texts) }
        : {}),
      ...(act === 'annotate' ? { column: 'mood', to: random.pick(texts) } : {}),
      ...(act === 'retract' ? { retracts: earlier } : {}),
      ...(act === 'apply'
        ? {
            applied: [earlier],
            moved: [[{ '#': 'hash1' }, random.chance(0.5) ? { '#': 'hash2' } : null]],
            before: 'sha256:0',
            after: 'sha256:1',
            sizes: [9, 10],
          }
        : {}),
      ...(random.chance(0.3) ? { by: 'Ada Lovelace <ada@example.org>', note: random.pick(texts) ?? 'note' } : {}),
    });
  }
  return decisions;
}
