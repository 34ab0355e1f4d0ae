import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchNames, matchOrder } from '../../../src/engine/labels/matchClasses.ts';

test('columns are matched to labels by the name behind the prefix, whatever their order', () => {
  assert.deepEqual(matchNames(['prob_b', 'p_a', 'c'], ['a', 'b', 'c'], undefined), { labels: ['a', 'b', 'c'], columns: [[1], [0], [2]], notes: [] });
});

test('case and punctuation matter only where another label fits better', () => {
  assert.deepEqual(matchNames(['prob_card_arrival', 'prob_Card arrival'], ['Card arrival', 'card_arrival'], undefined), {
    labels: ['Card arrival', 'card_arrival'],
    columns: [[1], [0]],
    notes: [],
  });
  assert.deepEqual(matchNames(['prob_cardArrival', 'prob_other'], ['Card arrival', 'other'], undefined), {
    labels: ['Card arrival', 'other'],
    columns: [[0], [1]],
    notes: [],
  });
});

test('a column for a label that never occurs stays a label', () => {
  const matched = matchNames(['prob_a', 'prob_b', 'prob_z'], ['a', 'b', 'c'], undefined);
  assert.ok('labels' in matched);
  assert.deepEqual(matched.labels, ['a', 'b', 'z']);
  assert.match(matched.notes[0]!, /column of probabilities for “z”, which no row has/);
  assert.equal(matched.notes.length, 1);
});

test('columns that name nothing are taken in the order of the taxonomy, else of the labels', () => {
  const byTaxonomy = matchNames(['p_0', 'p_1'], ['no', 'yes'], ['yes', 'no']);
  assert.deepEqual('labels' in byTaxonomy && byTaxonomy.labels, ['yes', 'no']);
  const byAlphabet = matchOrder(2, ['yes', 'no'], undefined);
  assert.deepEqual('labels' in byAlphabet && byAlphabet.labels, ['no', 'yes']);
  const byNumber = matchOrder(3, ['10', '9', '1'], undefined);
  assert.deepEqual('labels' in byNumber && byNumber.labels, ['1', '9', '10']);
});

test('a list of another length than there are labels says what would help', () => {
  const refused = matchOrder(4, ['a', 'b'], undefined);
  assert.match('why' in refused ? refused.why : '', /are 4 for 2 labels, and nothing says which is which: name the labels .* winnow\.json/);
});

test('columns of a label that is written in several ways are added up, by name and by order', () => {
  const variants = new Map([['Sport', 'sport']]);
  assert.deepEqual(matchNames(['p_sport', 'p_Sport', 'p_news'], ['sport', 'news'], undefined, variants), {
    labels: ['sport', 'news'],
    columns: [[0, 1], [2]],
    notes: [],
  });
  assert.deepEqual(matchNames(['p_Sport', 'p_news'], ['sport', 'news'], undefined, variants), { labels: ['sport', 'news'], columns: [[0], [1]], notes: [] });
  const listed = matchOrder(3, ['sport', 'news'], undefined, variants);
  assert.deepEqual('labels' in listed && [listed.labels, listed.columns], [['sport', 'news'], [[0, 2], [1]]]);
  const once = matchOrder(2, ['sport', 'news'], undefined, variants);
  assert.deepEqual('labels' in once && once.labels, ['news', 'sport']);
});

test('columns are matched by the name before a suffix, behind “class”, and in capitals', () => {
  const matched = (columns: readonly string[], labels: readonly string[]): unknown => {
    const found = matchNames(columns, labels, undefined);
    return 'labels' in found && [found.labels, found.columns, found.guessed ?? false];
  };
  assert.deepEqual(matched(['dog_prob', 'cat_prob'], ['cat', 'dog']), [['cat', 'dog'], [[1], [0]], false]);
  assert.deepEqual(matched(['probDog', 'probCat'], ['cat', 'dog']), [['cat', 'dog'], [[1], [0]], false]);
  assert.deepEqual(matched(['pred_proba_1', 'pred_proba_0'], ['0', '1']), [['0', '1'], [[1], [0]], false]);
  assert.deepEqual(matched(['prob_class_1', 'prob_class_0'], ['0.0', '1.0']), [['0.0', '1.0'], [[1], [0]], false]);
  assert.deepEqual(matched(['y_proba_cat', 'score_dog', 'softmax_eel'], ['cat', 'dog', 'eel']), [['cat', 'dog', 'eel'], [[0], [1], [2]], false]);
  const spare = matchNames(['dog_prob', 'yak_prob'], ['dog'], undefined);
  assert.deepEqual('labels' in spare && spare.labels, ['dog', 'yak']);
});

test('columns that are numbered are taken in the order of their numbers, whatever theirs is in the file', () => {
  const found = matchNames(['proba_0', 'proba_2', 'proba_1'], ['eel', 'cat', 'dog'], undefined);
  assert.deepEqual('labels' in found && [found.labels, found.columns, found.guessed], [['cat', 'dog', 'eel'], [[0], [2], [1]], true]);
});

test('labels that are the numbers of classes are the places of columns and of the taxonomy, whichever of them rows have', () => {
  const names = ['negative', 'neutral', 'positive'];
  const columns = ['prob_positive', 'prob_negative', 'prob_neutral'];
  const byTaxonomy = matchNames(columns, ['1', '0'], names);
  assert.deepEqual(byTaxonomy, {
    labels: ['0', '1', '2'],
    columns: [[1], [2], [0]],
    notes: ['Labels are the numbers of those in the taxonomy of winnow.json: “0” is “negative”, “1” is “neutral” and “2” is “positive”.'],
  });
  const ofLists = matchOrder(3, ['2', '0'], names);
  assert.deepEqual('labels' in ofLists && [ofLists.labels, ofLists.columns, ofLists.guessed], [['0', '1', '2'], [[0], [1], [2]], undefined]);
  const byOrder = matchNames(columns, ['0', '2'], undefined);
  assert.deepEqual('labels' in byOrder && [byOrder.labels, byOrder.columns, byOrder.guessed], [['0', '1', '2'], [[0], [1], [2]], true]);
  assert.match('notes' in byOrder ? byOrder.notes[0]! : '', /“0” is “prob_positive”, “1” is “prob_negative” and “2” is “prob_neutral”\. The taxonomy/);
  const fromOne = matchOrder(3, ['3', '1'], undefined);
  assert.deepEqual('labels' in fromOne && fromOne.labels, ['1', '2', '3']);
  assert.deepEqual(matchNames(['prob_2', 'prob_0', 'prob_1'], ['b', 'a'], ['a', 'b', 'c']), {
    labels: ['a', 'b', 'c'], columns: [[1], [2], [0]], notes: ['Probabilities were matched to labels by the order of the taxonomy in winnow.json.'],
  });
});

test('numbers of classes that could be counted from 0 or from 1 are refused', () => {
  for (const taxonomy of [undefined, ['a', 'b', 'c']]) {
    const refused = matchOrder(3, ['1', '2'], taxonomy);
    assert.match('why' in refused ? refused.why : '', /are 3 for the labels “1”, “2”, and nothing says whether these are counted from 0 or from 1: write them as names/);
  }
});
