import { countOf, formatCount } from './countWords.ts';
import { columnWords } from './columnWords.ts';
import { isPrintedDict } from './printedDict.ts';
import { type ColumnProfile, isCategorical } from './profile.ts';
import type { Role, RoleReason } from './roles.ts';
import { isNumeric, isTemporal } from './schema.ts';

/** One line of the table below: columns that it names and whose data agree get the role. */
export interface RoleRule {
  readonly role: Role;
  /**
   * Names, best first, as words joined by `_`; `*_at` stands for any name that ends so, `prob_*` for any that begins so.
   * Absent: the data alone decide.
   */
  readonly names?: readonly string[];
  readonly fits: (profile: ColumnProfile) => boolean;
  /** What in the data speaks for it, for the reason. */
  readonly says: (profile: ColumnProfile) => string;
  /** Fewest columns that must match for the rule to hold (roles of several columns). */
  readonly atLeast?: number;
  /** Most columns that may match for the rule to hold: more of them are features, as the pixels of an image. */
  readonly atMost?: number;
  /** Those of the matching columns, best name first, that get the role; all of them where it is absent. */
  readonly among?: (matches: readonly ColumnProfile[], table: RuleTable) => readonly ColumnProfile[];
  /** A look at the whole table, where one column does not tell. */
  readonly when?: (table: RuleTable) => boolean;
}

/** What is known when a rule's turn comes. */
export interface RuleTable {
  readonly profiles: readonly ColumnProfile[];
  /** Columns that no earlier rule has taken. */
  readonly free: readonly ColumnProfile[];
  readonly taken: ReadonlySet<Role>;
  /** Roles given so far. */
  readonly reasons: readonly RoleReason[];
}

const filled = (profile: ColumnProfile): number => profile.rows - profile.nulls;
const valuesOf = (profile: ColumnProfile): string => countOf(profile.distinct, 'value');
const numbersFrom = (profile: ColumnProfile): string => `numbers from ${profile.min ?? '?'} to ${profile.max ?? '?'}`;
const textsOf = (profile: ColumnProfile): string =>
  `${formatCount(profile.distinct)} distinct texts of ${Math.round(profile.meanLength ?? 0)} characters on average`;
const votesOf = (profile: ColumnProfile): string => `labels that one person gave; ${valuesOf(profile)}`;
const typeOf = (profile: ColumnProfile): string => `of type ${profile.type}`;

const isScalar = (profile: ColumnProfile): boolean => !['list', 'struct', 'binary', 'empty'].includes(profile.type);

/** Ten rows may all have labels of their own; more rows than that and a label repeats. */
const isLabelLike = (profile: ColumnProfile): boolean => {
  if (!isScalar(profile) || isTemporal(profile.type) || profile.distinct < 2 || profile.distinct > 1000) return false;
  if (isNumeric(profile.type)) return filled(profile) <= 10 || filled(profile) / profile.distinct >= 3;
  return filled(profile) <= 10 || profile.distinct <= Math.max(20, filled(profile) / 2);
};

const repeats = (profile: ColumnProfile): boolean => isScalar(profile) && profile.distinct >= 2 && profile.distinct < filled(profile);

/** An inexact distinct count of a unique column may be a few percent off. */
const isUnique = (profile: ColumnProfile): boolean =>
  isScalar(profile) && profile.rows > 0 && profile.nulls === 0 && profile.blanks === 0 &&
  (profile.distinctIsExact ? profile.distinct === profile.rows : profile.distinct >= profile.rows * 0.9);

const isCounter = (profile: ColumnProfile): boolean => {
  const first = Number(profile.min);
  return (
    profile.type === 'integer' &&
    profile.rows > 2 &&
    isUnique(profile) &&
    (first === 0 || first === 1) &&
    Number(profile.max) === first + profile.rows - 1
  );
};
const isFixedLength = (profile: ColumnProfile): boolean => profile.maxLength !== undefined && profile.maxLength === profile.meanLength;
const isCode = (profile: ColumnProfile): boolean =>
  profile.type === 'text' && profile.rows > 2 && isUnique(profile) && isFixedLength(profile) && profile.maxLength! >= 4 && profile.maxLength! <= 64;

const isWithin = (low: number, high: number) => (profile: ColumnProfile): boolean =>
  isNumeric(profile.type) && Number(profile.min) >= low && Number(profile.max) <= high;

/** On average: of a column that is named so, a few wrong values are refused row by row. */
const isProbability = (profile: ColumnProfile): boolean => isNumeric(profile.type) && profile.mean !== undefined && profile.mean >= 0 && profile.mean <= 1;

const isPercentage = (profile: ColumnProfile): boolean => isNumeric(profile.type) && profile.mean !== undefined && profile.mean >= 0 && profile.mean <= 100;
/** Whether columns hold per cent that add up to 100, row by row: their means do. */
export function areInPercent(columns: readonly Pick<ColumnProfile, 'mean'>[]): boolean {
  const sum = columns.reduce((means, { mean }) => means + (mean ?? NaN), 0);
  return columns.length > 1 && sum > 99 && sum < 101;
}
const probabilitiesAmong = (matches: readonly ColumnProfile[]): readonly ColumnProfile[] => (areInPercent(matches) ? matches : matches.filter(isProbability));

/** Whether numbers add up to a whole, row by row, as their means do: probabilities, whatever they are called. */
const areWhole = (columns: readonly ColumnProfile[]): boolean =>
  areInPercent(columns) || (columns.length > 1 && Math.abs(columns.reduce((means, { mean }) => means + (mean ?? NaN), 0) - 1) <= 0.05);

/** Beginnings and ends of names that others have as well: those of one that make a whole are probabilities. */
const wholeNames = ['*_prob', '*_proba', '*_probability', 'predicted_prob_*', 'score_*', 'softmax_*', '*_score', '*_p'];
const wholesAmong = (matches: readonly ColumnProfile[]): readonly ColumnProfile[] =>
  wholeNames.map((name) => matches.filter(({ column }) => fitsName(columnWords(column).join('_'), name))).find(areWhole) ?? [];

/** Columns that are called as the labels are, as `DataFrame(probabilities, columns=model.classes_)` has them. */
const labelsAmong = (matches: readonly ColumnProfile[], { profiles, reasons }: RuleTable): readonly ColumnProfile[] => {
  const label = reasons.find(({ role }) => role === 'label')?.column;
  const values = profiles.find(({ column }) => column === label)?.top.map(({ value }) => columnWords(value ?? '').join('_')) ?? [];
  const named = matches.filter(({ column }) => values.includes(columnWords(column).join('_')));
  return areWhole(named) ? named : [];
};

/** Whether words joined by `_` are a name, or begin or end as it says (see `RoleRule.names`). */
export function fitsName(words: string, name: string): boolean {
  if (name.startsWith('*')) return words.endsWith(name.slice(1)) && words.length >= name.length;
  if (name.endsWith('*')) return words.startsWith(name.slice(0, -1)) && words.length >= name.length;
  return words === name;
}

const listNames = [
  'probabilities', 'probs', 'proba', 'pred_probs', 'class_probabilities', 'pred_proba', 'pred_probas', 'pred_prob', 'y_proba', 'y_prob', 'y_probs', 'y_pred_proba',
  'prob', 'class_probs', 'class_proba', 'predicted_probabilities', 'predicted_probs', 'prediction_probabilities', 'softmax', 'label_probs', 'label_probabilities',
];
/** Lists of labels with their scores, as text-classification pipelines give them, and dicts of labels with numbers. */
const areScores = ({ type, min, top }: ColumnProfile): boolean =>
  [min, top[0]?.value].some((value) =>
    type === 'struct' ? isPrintedDict(value ?? '') : type === 'list' && /^\[\s*\{\s*["'](?:label|score)["']\s*:/.test(value ?? ''),
  );
const surePrefixes = ['prob_*', 'proba_*', 'probability_*', 'probs_*', 'probabilities_*'];

const splitValues = new Set([
  'train',
  'training',
  'test',
  'testing',
  'val',
  'valid',
  'validation',
  'dev',
  'devel',
  'development',
  'eval',
  'evaluation',
  'holdout',
]);
const hasSplitValues = (profile: ColumnProfile): boolean => {
  const values = profile.top.filter(({ value }) => value !== null && value.trim() !== '');
  return values.length >= 2 && values.length <= 6 && values.every(({ value }) => splitValues.has(value!.trim().toLowerCase()));
};

const isProse = (profile: ColumnProfile): boolean =>
  profile.type === 'text' && (profile.meanLength ?? 0) >= 15 && profile.distinct >= Math.max(2, filled(profile) * 0.3) && !isFixedLength(profile);
/** Words that name a thing rather than say something a model reads. */
const referring = new Set(['name', 'url', 'uri', 'link', 'href', 'email', 'mail', 'phone', 'address', 'path', 'file', 'filename', 'hash', 'uuid', 'id', 'key']);
const isUnreferring = (profile: ColumnProfile): boolean => !columnWords(profile.column).some((word) => referring.has(word));

/** `label_text` and `text_label` are labels in words, which a model must not read. */
const namesLabel = (profile: ColumnProfile): boolean => isCategorical(profile) && columnWords(profile.column).some((word) => labelWords.has(word));
const labelWords = new Set(['label', 'labels', 'class', 'category', 'target', 'intent', 'sentiment', 'emotion', 'topic']);

const isSegmentLike = (most: number) => (profile: ColumnProfile): boolean =>
  isCategorical(profile) && !isTemporal(profile.type) && profile.distinct >= 2 && profile.distinct <= most;

const isLabelGuess = (profile: ColumnProfile): boolean => isUnreferring(profile) && isSegmentLike(profile.type === 'integer' ? 20 : 200)(profile);

const labelNames = [
  'label', 'labels', 'gold_label', 'gold', 'target', 'ground_truth', 'truth', 'y_true', 'class', 'category', 'sentiment', 'intent', 'emotion', 'polarity',
  'species', 'variety', 'survived', 'diagnosis', 'outcome', 'verdict', 'topic', 'is_spam', 'spam', 'is_fraud', 'fraud', 'churn', 'churned', 'toxic', 'toxicity',
  'income', 'rating', 'stars', 'quality', 'tag', 'label_text', 'label_name', 'class_name', 'label_id', 'class_id', 'category_id', 'label_index', 'class_index', 'label_idx',
  'cover_type', 'attrition', 'exited', 'readmitted', 'loan_status', 'credit_risk', 'fraudulent', 'acceptability', 'stance', 'sarcasm', 'is_sarcastic', 'hate', 'hate_speech', 'offensive',
  '*_label', '*_class', '*_category', '*_intent', '*_sentiment', '*_target',
];
const segmentNames = [
  'country', 'region', 'state', 'city', 'market', 'language', 'lang', 'locale', 'device', 'platform', 'os', 'browser', 'channel', 'product', 'source', 'domain',
  'gender', 'sex', 'race', 'ethnicity', 'age_group', 'cohort', 'segment', 'tier', 'plan', 'brand', 'store', 'site', 'department', 'team', 'version', 'genre',
  '*_country', '*_region', '*_language', '*_group', '*_segment', '*_channel', '*_type', 'country_*', 'region_*', 'product_*', 'store_*',
];
const groupNames = [
  'group',
  'group_id',
  'user_id',
  'user',
  'customer_id',
  'customer',
  'client_id',
  'patient_id',
  'patient',
  'subject_id',
  'author_id',
  'author',
  'speaker_id',
  'speaker',
  'document_id',
  'doc_id',
  'session_id',
  'conversation_id',
  'dialogue_id',
  'thread_id',
  'household_id',
  'account_id',
  'item_id',
  'item',
];
/** What identifies an item, where a column says who labelled it. */
const itemNames = [
  'item',
  'item_*',
  'task',
  'task_*',
  'unit',
  'unit_*',
  'question',
  'question_id',
  'hit_id',
  'object',
  'object_*',
  'instance',
  'instance_*',
  'example',
  'example_*',
  'sample',
  'sample_*',
  'image',
  'image_*',
  'document',
  'document_*',
  'doc_*',
  'sentence_id',
  'text_id',
  'tweet_id',
  'comment_id',
  'id',
  '*_id',
];
const people = ['annotator', 'worker', 'rater', 'labeler', 'labeller', 'coder', 'performer', 'turker', 'grader'];
/** One column that says who labelled a row. */
const annotatorNames = [
  ...people,
  ...people.map((who) => `${who}_id`),
  ...people.map((who) => `${who}_name`),
  'annotators',
  'annotated_by',
  'labeled_by',
  'labelled_by',
  ...people.map((who) => `${who}*`),
];

/** A column of labels that one person gave, who need not have labelled everything. */
const isVotes = (profile: ColumnProfile): boolean =>
  isScalar(profile) && !isTemporal(profile.type) && profile.distinct >= 1 && profile.distinct <= Math.min(1000, Math.max(20, filled(profile) / 2));
/** `label_1`, `vote2`: numbers tell people apart, where names might tell labels apart (`label_toxic`). */
const isNumbered = (profile: ColumnProfile): boolean =>
  isVotes(profile) && /^(?:label|vote|rating|annotation|ann|judg(?:e)?ment)[ _-]?\d+$/i.test(profile.column);
/** Columns of 0 and 1 named after labels say which labels a row has: three values are needed to tell that these are votes. */
const hasThreeValues = (profile: ColumnProfile): boolean => isVotes(profile) && profile.distinct >= 3;

const valuesIn = (profile: ColumnProfile): string[] => profile.top.flatMap(({ value }) => (value === null || value.trim() === '' ? [] : [value.trim()]));
/**
 * The most columns that share values with the one among them that has most: votes on one question. Others are about
 * something else: who labelled the row, or another question.
 */
function sharingValues(matches: readonly ColumnProfile[]): readonly ColumnProfile[] {
  let left = [...matches];
  let most: readonly ColumnProfile[] = [];
  while (left.length > most.length) {
    const widest = left.reduce((a, b) => (b.distinct > a.distinct ? b : a));
    const known = new Set(valuesIn(widest));
    const sharing = left.filter((profile) => profile === widest || sharesHalf(valuesIn(profile), known));
    if (sharing.length > most.length && known.size > 0) most = sharing;
    left = left.filter((profile) => !sharing.includes(profile));
  }
  return matches.filter((profile) => most.includes(profile));
}

function sharesHalf(values: readonly string[], known: ReadonlySet<string>): boolean {
  return values.length > 0 && values.filter((value) => known.has(value)).length * 2 >= values.length;
}

/**
 * How roles are inferred. From top to bottom; a rule gives its role to free columns alone, and a role of one column
 * once. Certain names come before telling data, and telling data before guesses.
 */
export const roleRules: readonly RoleRule[] = [
  { role: 'split', fits: hasSplitValues, says: (p) => p.top.map(({ value }) => value ?? '(missing)').join(', ') },
  { role: 'split', names: ['split', 'fold', 'kfold', 'subset', 'partition', 'data_split', 'dataset_split', 'cv_fold', '*_split', '*_fold'], fits: (p) => isCategorical(p) && p.distinct <= 20, says: valuesOf },
  { role: 'embedding', names: ['embedding', 'embeddings', 'vector', 'emb', '*_embedding', '*_vector', 'embedding_*'], fits: (p) => p.type === 'list' || (p.type === 'text' && (p.meanLength ?? 0) >= 40), says: typeOf },
  { role: 'probabilities', names: listNames, fits: (p) => p.type === 'list' || p.type === 'struct', says: typeOf },
  { role: 'probabilities', names: ['predictions', 'prediction', 'pred', 'scores', 'output', 'outputs', 'result', 'results', 'model_output', '*_predictions', '*_scores'], fits: areScores, says: (p) => (p.type === 'struct' ? 'labels with numbers' : 'lists of labels with scores'), when: ({ taken }) => !taken.has('probabilities') },
  { role: 'probabilities', names: [...surePrefixes, ...surePrefixes.map((name) => `pred_${name}`), ...surePrefixes.map((name) => `y_${name}`)], fits: isPercentage, among: probabilitiesAmong, says: numbersFrom, atLeast: 2 },
  { role: 'probabilities', names: ['p_*'], fits: isWithin(0, 1), says: numbersFrom, atLeast: 2, when: ({ taken }) => !taken.has('probabilities') },
  { role: 'probabilities', names: wholeNames, fits: isPercentage, among: wholesAmong, says: numbersFrom, atLeast: 2, when: ({ taken }) => !taken.has('probabilities') },
  { role: 'predicted', names: ['predicted', 'prediction', 'pred', 'predicted_*', 'pred_*', 'y_pred', 'yhat', 'y_hat', 'model_label', '*_prediction', '*_pred'], fits: (p) => isLabelLike(p), says: valuesOf },
  { role: 'confidence', names: ['confidence', 'label_confidence', 'conf', 'certainty', '*_confidence'], fits: isPercentage, says: numbersFrom },
  { role: 'confidence', names: ['probability', 'prob'], fits: isProbability, says: numbersFrom },
  { role: 'confidence', names: ['score'], fits: isWithin(0, 1), says: numbersFrom },
  { role: 'annotators', names: people.map((who) => `${who}*`), fits: isVotes, says: votesOf, among: sharingValues, atLeast: 2 },
  { role: 'annotators', fits: isNumbered, says: votesOf, among: sharingValues, atLeast: 2, when: ({ taken }) => !taken.has('annotators') },
  { role: 'annotators', names: ['label_*', 'vote_*', '*_vote', 'annotation_*'], fits: hasThreeValues, says: votesOf, among: sharingValues, atLeast: 3, when: ({ taken }) => !taken.has('annotators') },
  { role: 'annotators', names: annotatorNames, fits: (p) => isScalar(p) && p.distinct < Math.max(11, p.rows), says: (p) => `who labelled; ${valuesOf(p)}`, among: (matches) => matches.slice(0, 1), when: ({ taken }) => !taken.has('annotators') },
  { role: 'id', names: ['id', 'uuid', 'guid', 'row_id', 'example_id', 'sample_id', 'item_id', 'record_id', 'key', 'index', 'idx', 'item', 'unnamed_0', '*_id', '*_uuid', '*_key'], fits: isUnique, says: () => 'every value is different' },
  { role: 'id', fits: isCounter, says: (p) => `counts from ${p.min ?? ''} to ${p.max ?? ''}` },
  { role: 'time', names: ['timestamp', 'datetime', 'date', 'time', 'created_at', 'created', '*_at', '*_timestamp', '*_date', 'date_*', '*_time', '*_on'], fits: (p) => isTemporal(p.type), says: (p) => `from ${p.min ?? '?'} to ${p.max ?? '?'}` },
  { role: 'content', names: ['text', 'content', 'body', 'message', 'review', 'sentence', 'utterance', 'tweet', 'sentence1', 'sentence2', 'sentence_1', 'sentence_2', 'text_a', 'text_b', 'premise', 'hypothesis', 'question1', 'question2', '*_text', 'text_*'], fits: (p) => p.type === 'text' && !namesLabel(p), says: textsOf },
  { role: 'label', names: labelNames, fits: isLabelLike, says: valuesOf },
  { role: 'label', names: ['answer', 'response', 'vote', 'judgment', 'judgement', 'annotation', 'choice', 'value'], fits: isLabelLike, says: valuesOf, when: ({ taken, reasons }) => !taken.has('label') && reasons.filter(({ role }) => role === 'annotators').length === 1 },
  { role: 'label', names: ['y'], fits: isLabelLike, says: valuesOf, when: ({ profiles }) => !profiles.some(({ column }) => column.toLowerCase() === 'x') },
  { role: 'label', names: ['label', 'labels', 'gold_label', 'target'], fits: (p) => p.distinct <= 1 && (isScalar(p) || p.type === 'empty'), says: (p) => (p.distinct === 0 ? 'no value yet' : 'one value') },
  { role: 'probabilities', fits: isPercentage, among: labelsAmong, says: (p) => `called as a label is; ${numbersFrom(p)}`, atLeast: 2, when: ({ taken }) => taken.has('label') && !taken.has('probabilities') },
  { role: 'segments', names: segmentNames, fits: isSegmentLike(50), says: valuesOf },
  { role: 'group', names: itemNames, fits: repeats, says: (p) => `what was labelled; ${valuesOf(p)} in ${formatCount(filled(p))} rows`, when: ({ reasons }) => reasons.filter(({ role }) => role === 'annotators').length === 1 },
  { role: 'group', names: groupNames, fits: repeats, says: (p) => `${valuesOf(p)} in ${formatCount(filled(p))} rows` },
  { role: 'content', names: ['question', 'query', 'prompt', 'title', 'headline', 'comment', 'description', 'summary', 'post', 'abstract', 'document', 'article', 'passage', 'context', 'transcript', 'instruction', 'input', 'answer', 'response', 'feedback', '*_review', '*_comment', '*_description', '*_message', '*_body', '*_question', 'image', 'image_path', 'image_url', 'img'], fits: isProse, says: textsOf },
  { role: 'content', fits: (p) => isProse(p) && isUnreferring(p), says: textsOf, when: ({ taken }) => !taken.has('content') },
  { role: 'id', fits: isCode, says: (p) => `every value is different and ${p.maxLength ?? 0} characters long`, when: ({ free, profiles }) => free[0] === profiles[0] },
  { role: 'label', fits: isLabelGuess, says: (p) => `the only column of few values beside the content; ${valuesOf(p)}`, when: ({ taken, free }) => taken.has('content') && free.filter(isLabelGuess).length === 1 },
  { role: 'label', fits: (p) => p.type !== 'integer' && isSegmentLike(50)(p), says: (p) => `the last column, and the others are numbers; ${valuesOf(p)}`, when: ({ free }) => free.length > 1 && free.slice(0, -1).every((p) => isNumeric(p.type)) },
  { role: 'weight', names: ['sample_weight', 'instance_weight', 'row_weight', 'weights', 'fnlwgt'], fits: (p) => isNumeric(p.type), says: numbersFrom },
  { role: 'weight', names: ['weight'], fits: (p) => isNumeric(p.type) && Number(p.min) >= 0 && (p.mean ?? Infinity) <= 10, says: numbersFrom },
  { role: 'segments', fits: (p) => p.type !== 'integer' && isSegmentLike(50)(p), says: valuesOf, atMost: 20 },
  { role: 'segments', fits: (p) => p.type === 'integer' && isSegmentLike(5)(p), says: valuesOf, atMost: 4 },
];
