import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Decision } from '../../src/core/decision.ts';
import { DecisionLog, type DecisionEdit } from '../../src/editor/decisionLog.ts';

function decision(id: string, fields: Partial<Decision> = {}): Decision {
  return { id, row: { id: `row ${id}` }, act: 'accept', at: `2026-01-01T00:00:0${id.length}Z`, ...fields };
}

function edit(...ids: string[]): DecisionEdit {
  return { title: ids.join(' and '), decisions: ids.map((id) => decision(id)) };
}

const ids = (log: DecisionLog): string[] => log.all().map(({ id }) => id).sort();

describe('decisionLog', () => {
  it('takes an edit back whole and puts it in again', () => {
    const log = new DecisionLog();
    log.mergeFromDisk([decision('a')]);
    const both = edit('b', 'c');
    log.push(both);
    assert.deepEqual(ids(log), ['a', 'b', 'c']);
    assert.equal(log.unsavedCount, 2);
    log.undo(both);
    assert.deepEqual(ids(log), ['a']);
    assert.deepEqual([log.unsavedCount, log.canUndo, log.canRedo], [0, false, true]);
    log.redo(both);
    assert.deepEqual(ids(log), ['a', 'b', 'c']);
    assert.deepEqual([log.canUndo, log.canRedo], [true, false]);
  });

  it('forgets undone edits once something else is decided', () => {
    const log = new DecisionLog();
    const first = edit('a');
    log.push(first);
    log.undo(first);
    log.push(edit('b'));
    assert.deepEqual(ids(log), ['b']);
    assert.equal(log.canRedo, false);
  });

  it('removes from the disk what is undone after it was saved', () => {
    const log = new DecisionLog();
    const first = edit('a');
    log.push(first);
    log.saved([decision('a'), decision('elsewhere')]);
    assert.equal(log.unsavedCount, 0);
    log.undo(first);
    assert.deepEqual(ids(log), ['elsewhere']);
    assert.deepEqual(log.unsaved, { added: [], removed: ['a'] });
    log.redo(first);
    assert.deepEqual(log.unsaved, { added: [], removed: [] });
    assert.deepEqual(ids(log), ['a', 'elsewhere']);
  });

  it('takes a save that finds nothing to write for one, and a step that decides nothing for a step', () => {
    const log = new DecisionLog();
    log.push(edit('a'));
    log.saved([decision('a')]);
    const applied = edit();
    assert.equal(log.push(applied).afterUndoneSave, false);
    assert.equal(log.unsavedCount, 0);
    log.nothingToSave();
    log.undo(applied);
    assert.equal(log.unsavedCount, 0);
    assert.equal(log.push(edit('b')).afterUndoneSave, true);
  });

  it('says when a new edit stands where a saved one stood, which an undo stack takes for clean', () => {
    const log = new DecisionLog();
    const first = edit('a');
    assert.equal(log.push(first).afterUndoneSave, false);
    log.saved([decision('a')]);
    log.undo(first);
    assert.equal(log.push(edit('b')).afterUndoneSave, true);
    assert.deepEqual(log.unsaved.removed, ['a']);
    assert.deepEqual(log.unsaved.added.map(({ id }) => id), ['b']);
  });

  it('keeps unsaved edits when the sidecar changes on disk', () => {
    const log = new DecisionLog();
    log.mergeFromDisk([decision('a')]);
    log.push(edit('mine'));
    log.mergeFromDisk([decision('a'), decision('theirs')]);
    assert.deepEqual(ids(log), ['a', 'mine', 'theirs']);
    assert.equal(log.unsavedCount, 1);
  });

  it('counts nothing as unsaved that another window has written already', () => {
    const log = new DecisionLog();
    log.push(edit('mine'));
    log.mergeFromDisk([decision('mine')]);
    assert.equal(log.unsavedCount, 0);
    assert.deepEqual(ids(log), ['mine']);
  });

  it('keeps what was decided while a save was running', () => {
    const log = new DecisionLog();
    log.push(edit('a'));
    log.push(edit('late'));
    log.saved([decision('a')]);
    assert.deepEqual(log.unsaved.added.map(({ id }) => id), ['late']);
  });

  it('reverts to the disk, with the saved steps still undoable', () => {
    const log = new DecisionLog();
    const saved = edit('a');
    log.push(saved);
    log.saved([decision('a')]);
    log.push(edit('b'));
    log.revert([decision('a')]);
    assert.deepEqual(ids(log), ['a']);
    assert.deepEqual([log.unsavedCount, log.canUndo, log.canRedo], [0, true, false]);
    log.undo(saved);
    assert.deepEqual(log.unsaved.removed, ['a']);
  });

  it('says what a revert takes back and makes again, in the order in which that is done', () => {
    const log = new DecisionLog();
    const saved = [edit('a'), edit('b')];
    for (const each of saved) log.push(each);
    log.saved([decision('a'), decision('b')]);
    log.push(edit('c'));
    log.push(edit('d'));
    const titles = (edits: readonly DecisionEdit[]): string[] => edits.map(({ title }) => title);
    const first = log.revert([decision('a'), decision('b')]);
    assert.deepEqual([titles(first.dropped), titles(first.remade)], [['d', 'c'], []]);
    for (const each of saved.toReversed()) log.undo(each);
    const second = log.revert([decision('a'), decision('b')]);
    assert.deepEqual([titles(second.dropped), titles(second.remade)], [[], ['a', 'b']]);
  });

  it('goes on over an edit that stays as it is', () => {
    const log = new DecisionLog();
    log.push(edit('a'));
    log.pass(true);
    assert.deepEqual([ids(log), log.unsavedCount, log.canUndo, log.canRedo], [['a'], 1, false, true]);
    log.pass(false);
    assert.deepEqual([ids(log), log.canUndo, log.canRedo], [['a'], true, false]);
  });

  it('lays a backup over what is on disk by then', () => {
    const before = new DecisionLog();
    before.mergeFromDisk([decision('a'), decision('b')]);
    before.push(edit('c', 'd'));
    const log = new DecisionLog();
    log.mergeFromDisk([decision('b'), decision('c')]);
    log.restore({ added: before.unsaved.added, removed: ['b', 'gone'] });
    assert.deepEqual(ids(log), ['c', 'd']);
    assert.deepEqual(log.unsaved, { added: [decision('d')], removed: ['b'] });
  });

  it('recognises its own save when the file watcher reports it', () => {
    const log = new DecisionLog();
    log.saved([decision('a')]);
    assert.equal(log.sameOnDisk([decision('a')]), true);
    assert.equal(log.sameOnDisk([decision('a'), decision('b')]), false);
    assert.equal(log.sameOnDisk([decision('b')]), false);
  });
});
