import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inferRoles } from '../../src/core/inferRoles.ts';
import { noRoles } from '../../src/core/roles.ts';
import { cycle, profileOf, values } from './profiles.ts';

const n = 120;
const prose = values(n, (i) => `I have waited ${i} days for my parcel and nobody answers`.repeat(1 + (i % 3)));

test('a text and its category get content and label, with reasons', () => {
  const { roles, inference } = inferRoles(
    [profileOf('text', 'text', prose), profileOf('category', 'text', cycle(n, 'card_arrival', 'lost_card', 'top_up'))],
    n,
  );
  assert.deepEqual(roles, { ...noRoles, content: ['text'], label: 'category' });
  assert.equal(inference.find(({ role }) => role === 'label')?.why, 'named “category”; 3 values');
  assert.match(inference.find(({ role }) => role === 'content')?.why ?? '', /^named “text”; 120 distinct texts of \d+ characters on average$/);
});

test('support tickets get every role they have', () => {
  const { roles } = inferRoles([
    profileOf('id', 'text', values(n, (i) => `T-${1000 + i}`)),
    profileOf('text', 'text', prose),
    profileOf('category', 'text', cycle(n, 'billing', 'delivery', 'login')),
    profileOf('product', 'text', cycle(n, 'lamp', 'kettle')),
    profileOf('country', 'text', cycle(n, 'DE', 'FR', 'PL', null)),
    profileOf('channel', 'text', cycle(n, 'email', 'chat', 'phone')),
    profileOf('split', 'text', cycle(n, 'train', 'train', 'test')),
    profileOf('annotator', 'text', cycle(n, 'ann-1', 'ann-2')),
    profileOf('confidence', 'number', values(n, (i) => String(i / n))),
    profileOf('created_at', 'date', values(n, (i) => `2026-01-${String(1 + (i % 28)).padStart(2, '0')}`)),
    profileOf('wait_minutes', 'number', values(n, (i) => String(i * 1.5))),
    profileOf('source', 'text', cycle(n, 'helpdesk')),
  ], n);
  assert.deepEqual(roles, {
    ...noRoles, id: 'id', content: ['text'], label: 'category', segments: ['product', 'country', 'channel'], split: 'split',
    annotators: ['annotator'], confidence: 'confidence', time: 'created_at',
  });
});

test('a passenger list keeps its features as they are', () => {
  const { roles } = inferRoles([
    profileOf('PassengerId', 'integer', values(n, (i) => String(i + 1))),
    profileOf('Survived', 'integer', cycle(n, '0', '1')),
    profileOf('Pclass', 'integer', cycle(n, '1', '2', '3')),
    profileOf('Name', 'text', values(n, (i) => `Braund, Mr. Owen Harris the ${i}${'x'.repeat(i % 4)}`)),
    profileOf('Sex', 'text', cycle(n, 'male', 'female')),
    profileOf('Age', 'number', values(n, (i) => String((i % 70) + 0.5))),
    profileOf('SibSp', 'integer', cycle(n, '0', '1', '2', '3', '4', '5', '8')),
    profileOf('Ticket', 'text', values(n, (i) => `A/5 ${21000 + Math.floor(i / 2)}`)),
    profileOf('Fare', 'number', values(n, (i) => String(i / 4))),
    profileOf('Embarked', 'text', cycle(n, 'S', 'C', 'Q', null)),
  ], n);
  assert.deepEqual(roles, { ...noRoles, id: 'PassengerId', label: 'Survived', segments: ['Pclass', 'Sex', 'Embarked'] });
});

test('what a forest is covered with is its label, not a kind of segment', () => {
  const { roles } = inferRoles([
    profileOf('Elevation', 'integer', values(n, (i) => String(1900 + 7 * i))),
    profileOf('Slope', 'integer', values(n, (i) => String(i % 66))),
    profileOf('Soil_Type', 'integer', cycle(n, '1', '2', '3', '4', '5')),
    profileOf('Cover_Type', 'integer', cycle(n, '1', '2', '3', '4', '5', '6', '7')),
  ], n);
  assert.equal(roles.label, 'Cover_Type');
  assert.deepEqual(roles.segments, ['Soil_Type']);
});

test('flowers are labelled by their species, named or not', () => {
  const numbers = ['sepal_length', 'sepal_width', 'petal_length'].map((name, k) =>
    profileOf(
      name,
      'number',
      values(n, (i) => String(4 + ((i * (k + 3)) % 30) / 10)),
    ),
  );
  const species = cycle(n, 'setosa', 'versicolor', 'virginica');
  assert.equal(inferRoles([...numbers, profileOf('species', 'text', species)], n).roles.label, 'species');
  const unnamed = inferRoles([...numbers, profileOf('kind', 'text', species)], n);
  assert.equal(unnamed.roles.label, 'kind');
  assert.match(unnamed.inference[0]?.why ?? '', /^the last column, and the others are numbers; 3 values$/);
});

test('the one column of few values beside a text is its label', () => {
  const { roles } = inferRoles([profileOf('kommentar', 'text', prose), profileOf('art', 'text', cycle(n, 'lob', 'tadel'))], n);
  assert.equal(roles.label, 'art');
  assert.deepEqual(roles.content, ['kommentar']);
});

test('a name without the data for it is no role', () => {
  const { roles } = inferRoles([
    profileOf('label', 'text', values(n, (i) => `one of its own ${i}`.padEnd(20 + (i % 5)))),
    profileOf('id', 'integer', cycle(n, '1', '2', '3', '4', '5', '6')),
    profileOf('confidence', 'number', values(n, (i) => String(1000 + i))),
    profileOf('date', 'text', values(n, (i) => `day ${i}`)),
  ], n);
  assert.equal(roles.label, undefined);
  assert.equal(roles.id, undefined);
  assert.equal(roles.confidence, undefined);
  assert.equal(roles.time, undefined);
});

test('a category beside a label is a segment', () => {
  const { roles } = inferRoles(
    [
      profileOf('category', 'text', cycle(n, 'a', 'b')),
      profileOf('text', 'text', prose),
      profileOf('label', 'text', cycle(n, 'x', 'y', 'z')),
    ],
    n,
  );
  assert.equal(roles.label, 'label');
  assert.deepEqual(roles.segments, ['category']);
});

test('a split is known by its values whatever its name', () => {
  const { roles, inference } = inferRoles([profileOf('part of data', 'text', cycle(n, 'train', 'train', 'validation', 'test'))], n);
  assert.equal(roles.split, 'part of data');
  assert.equal(inference[0]?.why, 'train, validation, test');
});

test('predictions, probabilities, groups, weights and embeddings are told apart', () => {
  const share = values(n, (i) => String((i % 100) / 100));
  const { roles } = inferRoles([
    profileOf('example_id', 'text', values(n, (i) => `e${i}`)),
    profileOf('label', 'text', cycle(n, 'a', 'b')),
    profileOf('predictedLabel', 'text', cycle(n, 'a', 'b', 'a')),
    profileOf('prob_a', 'number', share),
    profileOf('prob_b', 'number', share),
    profileOf('user_id', 'integer', values(n, (i) => String(1000 + Math.floor(i / 2)))),
    profileOf('sample_weight', 'number', share),
    profileOf('embedding', 'list', values(n, (i) => `[${i}]`)),
  ], n);
  assert.deepEqual(roles, {
    ...noRoles,
    id: 'example_id',
    label: 'label',
    predicted: 'predictedLabel',
    probabilities: ['prob_a', 'prob_b'],
    group: 'user_id',
    weight: 'sample_weight',
    embedding: 'embedding',
  });
});

test('one column of p_ is a feature, not a probability', () => {
  assert.deepEqual(inferRoles([profileOf('p_value', 'number', values(n, (i) => String(i / n)))], n).roles.probabilities, []);
});

test('ten rows may all have their own label', () => {
  const { roles } = inferRoles([profileOf('text', 'text', ['good film', 'bad film']), profileOf('label', 'text', ['positive', 'negative'])], 2);
  assert.equal(roles.label, 'label');
});

test('a table without rows has no roles', () => {
  assert.deepEqual(inferRoles([profileOf('label', 'empty', [])], 0), { roles: noRoles, inference: [] });
});

test('a column has one role at most', () => {
  const { inference } = inferRoles(
    [
      profileOf('id', 'integer', values(n, String)),
      profileOf('label', 'text', cycle(n, 'a', 'b')),
      profileOf('text', 'text', prose),
      profileOf('split', 'text', cycle(n, 'train', 'test')),
    ],
    n,
  );
  const columns = inference.map(({ column }) => column);
  assert.equal(new Set(columns).size, columns.length);
});

test('pixels are features, and a y beside an x is a place', () => {
  const pixels = Array.from({ length: 30 }, (_, k) => profileOf(`pixel${k}`, 'integer', cycle(n, '0', '255')));
  assert.deepEqual(inferRoles([profileOf('label', 'integer', cycle(n, '0', '1', '2')), ...pixels], n).roles, { ...noRoles, label: 'label' });
  const [x, y] = ['x', 'y'].map((name) => profileOf(name, 'integer', cycle(n, '1', '2', '3', '4', '5', '6', '7')));
  assert.equal(inferRoles([x!, y!], n).roles.label, undefined);
  assert.equal(inferRoles([profileOf('x1', 'number', values(n, String)), y!], n).roles.label, 'y');
});

test('items that many people labelled are groups of rows', () => {
  const { roles } = inferRoles(
    [
      profileOf(
        'item',
        'integer',
        values(n, (i) => String(Math.floor(i / 10))),
      ),
      profileOf('worker', 'integer', cycle(n, '1', '2', '3')),
      profileOf('label', 'integer', cycle(n, '0', '1')),
    ],
    n,
  );
  assert.deepEqual(roles, { ...noRoles, group: 'item', annotators: ['worker'], label: 'label' });
});

test('the first column of a spam collection without names is its label', () => {
  const { roles } = inferRoles([profileOf('v1', 'text', cycle(n, 'ham', 'spam')), profileOf('v2', 'text', prose)], n);
  assert.deepEqual(roles, { ...noRoles, label: 'v1', content: ['v2'] });
});

const votes = cycle(n, 'yes', 'no', 'maybe', 'yes', null);

test('a column that says who labelled does not stand in the way of columns of labels of several people', () => {
  const votes = ['annotator_ada_mood', 'annotator_grace_mood'];
  const { roles } = inferRoles([
    profileOf('text', 'text', prose),
    profileOf('category', 'text', cycle(n, 'billing', 'delivery', 'login')),
    profileOf('annotator', 'text', cycle(n, 'ann-1', 'ann-2', 'ann-3', 'ann-4')),
    profileOf(votes[0]!, 'text', cycle(n, 'good', 'bad', null)),
    profileOf(votes[1]!, 'text', cycle(n, 'good', null, null)),
  ], n);
  assert.deepEqual([roles.annotators, roles.label], [votes, 'category']);
});

test('columns of labels named after people are annotators, however the people are named', () => {
  for (const names of [
    ['annotator_1', 'annotator_2', 'annotator_3'],
    ['rater1', 'rater2'],
    ['label_1', 'label_2', 'label_3'],
    ['label_ada', 'label_bo', 'label_cem'],
    ['coder_a', 'coder_b'],
  ]) {
    const { roles, inference } = inferRoles(
      [
        profileOf('text', 'text', prose),
        ...names.map((name, at) => profileOf(name, 'text', cycle(n, ...votes.slice(at)))),
        profileOf('gold', 'text', cycle(n, 'yes', 'no', 'maybe')),
      ],
      n,
    );
    assert.deepEqual([roles.annotators, roles.label], [names, 'gold'], names.join());
    assert.match(inference.find(({ role }) => role === 'annotators')?.why ?? '', /labels that one person gave; 3 values$/);
  }
});

test('flags of several labels, and two ways to name a worker, are no columns of votes', () => {
  const flags = inferRoles(
    [
      profileOf('text', 'text', prose),
      ...['label_toxic', 'label_insult', 'label_threat'].map((name) => profileOf(name, 'integer', cycle(n, '0', '1', '0'))),
    ],
    n,
  );
  assert.deepEqual(flags.roles.annotators, []);
  const { roles } = inferRoles(
    [
      profileOf(
        'task_id',
        'text',
        values(n, (i) => `t${Math.floor(i / 3)}`),
      ),
      profileOf('worker_id', 'text', cycle(n, 'w1', 'w2', 'w3')),
      profileOf('worker_name', 'text', cycle(n, 'Ada', 'Bo', 'Cem')),
      profileOf('label', 'text', cycle(n, 'yes', 'no', 'no', 'yes')),
    ],
    n,
  );
  assert.deepEqual([roles.annotators, roles.group, roles.label], [['worker_id'], 'task_id', 'label']);
});

test('the answers of workers to questions are labels', () => {
  const asked = (who: readonly string[]): ReturnType<typeof inferRoles> =>
    inferRoles(
      [
        profileOf(
          'question',
          'integer',
          values(n, (i) => String(Math.floor(i / 3))),
        ),
        ...who.map((name) => profileOf(name, 'text', cycle(n, 'w1', 'w2', 'w3'))),
        profileOf('answer', 'integer', cycle(n, '0', '1', '1', '0')),
      ],
      n,
    );
  const { roles } = asked(['worker']);
  assert.deepEqual([roles.group, roles.annotators, roles.label], ['question', ['worker'], 'answer']);
  assert.equal(asked([]).roles.annotators.length, 0);
});

test('a few impossible values do not keep columns of probabilities from being recognised', () => {
  const shares = (wrong: string): (string | null)[] => values(n, (i) => (i === 3 ? wrong : String((i % 100) / 100)));
  const { roles } = inferRoles(
    [
      profileOf('label', 'text', cycle(n, 'a', 'b')),
      profileOf('prob_a', 'number', shares('-0.2')),
      profileOf('prob_b', 'number', shares('1.4')),
    ],
    n,
  );
  assert.deepEqual(roles.probabilities, ['prob_a', 'prob_b']);
});

test('columns of per cent that add up to 100 are probabilities, and other numbers of that name are none', () => {
  const columns = (factor: number) =>
    [0, 1].map((place) =>
      profileOf(
        `prob_${'ab'[place]!}`,
        'number',
        values(n, (i) => String(factor * (i % 2 === place ? 90 : 10))),
      ),
    );
  const label = profileOf('label', 'text', cycle(n, 'a', 'b'));
  assert.deepEqual(inferRoles([label, ...columns(1)], n).roles.probabilities, ['prob_a', 'prob_b']);
  assert.deepEqual(inferRoles([label, ...columns(0.5)], n).roles.probabilities, []);
});

test('a column named label is one before it has two values', () => {
  const text = profileOf('text', 'text', prose);
  assert.equal(inferRoles([text, profileOf('label', 'empty', values(n, () => null))], n).roles.label, 'label');
  assert.equal(inferRoles([text, profileOf('label', 'text', cycle(n, 'ham'))], n).roles.label, 'label');
  assert.equal(inferRoles([text, profileOf('category', 'text', cycle(n, 'a', 'b')), profileOf('label', 'text', cycle(n, 'ham'))], n).roles.label, 'category');
});

test('labels in words beside labels in numbers are no content, however they are named', () => {
  for (const name of ['label_text', 'text_label', 'category_text', 'intent_text']) {
    const { roles } = inferRoles(
      [
        profileOf('text', 'text', prose),
        profileOf('label', 'integer', cycle(n, '0', '1')),
        profileOf(name, 'text', cycle(n, 'ham', 'spam')),
      ],
      n,
    );
    assert.deepEqual([roles.content, roles.label], [['text'], 'label'], name);
  }
  assert.deepEqual(
    inferRoles([profileOf('sentiment_text', 'text', prose), profileOf('label', 'text', cycle(n, 'a', 'b'))], n).roles.content,
    ['sentiment_text'],
    'prose is content',
  );
});

test('probabilities are recognised under the names that people give them', () => {
  const share = (place: number): (string | null)[] => values(n, (i) => String(i % 2 === place ? 0.9 : 0.1));
  const label = profileOf('label', 'text', cycle(n, 'Cat', 'dog'));
  const probabilities = (names: readonly string[]): readonly string[] =>
    inferRoles([label, ...names.map((name, place) => profileOf(name, 'number', share(place)))], n).roles.probabilities;
  for (const names of [
    ['proba_0', 'proba_1'],
    ['pred_proba_0', 'pred_proba_1'],
    ['y_proba_cat', 'y_proba_dog'],
    ['probCat', 'probDog'],
    ['cat_prob', 'dog_prob'],
    ['score_cat', 'score_dog'],
    ['cat', 'dog'],
  ])
    assert.deepEqual(probabilities(names), names);
  for (const name of ['y_proba', 'pred_probs', 'probabilities', 'predictedProbabilities', 'prob'])
    assert.deepEqual(inferRoles([label, profileOf(name, 'list', cycle(n, '[0.1, 0.9]', '[0.9, 0.1]'))], n).roles.probabilities, [name]);
});

test('scores, and columns that are called as labels are, are probabilities only where they make a whole', () => {
  const label = profileOf('label', 'text', cycle(n, 'cat', 'dog'));
  for (const names of [['score_cat', 'score_dog'], ['cat_prob', 'dog_prob'], ['cat', 'dog']]) {
    const columns = names.map((name) => profileOf(name, 'number', values(n, (i) => String((i % 10) / 10))));
    assert.deepEqual(inferRoles([label, ...columns], n).roles.probabilities, []);
  }
});
