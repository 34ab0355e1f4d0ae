import type { Dataset } from '../../core/dataset.ts';
import type { Relation } from '../../engine/engine.ts';
import { disagreeingItems, sparseAnnotation, type WeakAnnotator, weakAnnotators } from '../../learn/annotatorReport.ts';
import { crowdlab } from '../../learn/crowdlab.ts';
import { dawidSkene } from '../../learn/dawidSkene.ts';
import { missingLabel } from '../../learn/labelRows.ts';
import { majorityVote } from '../../learn/majorityVote.ts';
import { type AnnotationIndex, labelsOf } from '../../stats/annotations.ts';
import type { CheckContext } from '../check.ts';
import { hasProbabilities, type NoProbabilities, type OutOfSample } from '../outOfSample.ts';
import { annotationLayout, type NoAnnotations } from './annotationLayout.ts';
import { crowdProbabilities } from './crowdProbabilities.ts';
import { pausing } from './pause.ts';
import { readAnnotations, type ReadAnnotations, repeatedWords } from './readAnnotations.ts';
import { countOf, formatCount, formatShare } from './words.ts';

/** What the labels of several people say together. */
export interface AnnotatorStudy {
  readonly annotations: ReadAnnotations;
  /** The class of each item; −1 where nobody labelled it. */
  readonly consensus: Int32Array;
  readonly majority: Int32Array;
  /** 0–1: how sure the consensus of each item is; NaN where there is none. */
  readonly quality: Float64Array;
  /** 0–1, NaN for a person without labels. */
  readonly annotatorQuality: Float64Array;
  readonly weak: readonly WeakAnnotator[];
  /** Items whose labels are not all the same, the least sure consensus first. */
  readonly disagreeing: Int32Array;
  /** How the consensus was found, in words. */
  readonly method: string;
  /** What cannot be trusted or compared, and why, in sentences. */
  readonly notes: readonly string[];
}

export interface StudyRequest {
  readonly dataset: Dataset;
  readonly relation: Relation;
  outOfSample(): Promise<OutOfSample | NoProbabilities>;
  readonly signal: AbortSignal;
  progress(fraction: number, words: string): void;
}

/** Numbers of 8 bytes that posteriors and confusions may take; beyond, the majority has to do. */
const mostNumbers = 2 ** 25;

/**
 * Reads the annotations and finds their consensus: CROWDLAB's where a model's probabilities are known, else
 * Dawid–Skene's, else the majority's. In a file of a row a vote, a model that Winnow trains would have seen the item
 * among the votes of others, so that only probabilities of the file itself count there.
 */
export async function studyAnnotators(request: StudyRequest): Promise<AnnotatorStudy | NoAnnotations> {
  const { dataset, relation, signal, progress } = request;
  progress(0, 'Reading who labelled what');
  const layout = await annotationLayout(dataset, relation, signal);
  if ('why' in layout) return layout;
  const annotations = await readAnnotations(layout, relation, signal);
  if ('why' in annotations) return annotations;
  progress(0.3, 'Comparing annotators');
  const consensus = await findConsensus(annotations, request);
  signal.throwIfAborted();
  const { index } = annotations;
  const repeated = repeatedWords(annotations);
  return {
    annotations,
    ...consensus,
    weak: weakAnnotators(index, consensus.consensus, consensus.annotatorQuality),
    disagreeing: disagreeingItems(index).sort((a, b) => consensus.quality[a]! - consensus.quality[b]! || a - b),
    notes: [...edgeNotes(annotations), ...consensus.notes, ...(repeated === null ? [] : [repeated])],
  };
}

type Consensus = Pick<AnnotatorStudy, 'consensus' | 'majority' | 'quality' | 'annotatorQuality' | 'method' | 'notes'>;

async function findConsensus(annotations: ReadAnnotations, request: StudyRequest): Promise<Consensus> {
  const { index } = annotations;
  const { items, classes, annotators } = index;
  if (items * classes + 2 * annotators * classes * classes > mostNumbers) return majorityConsensus(index);
  const model = await modelFor(annotations, request);
  request.progress(0.7, 'Looking for the consensus');
  const skene = await dawidSkene(index, pausing(request));
  if (!hasProbabilities(model)) {
    const majority = majorityVote(index).labels;
    return {
      consensus: skene.labels, majority, quality: posteriorAt(skene.posterior, classes, skene.labels), annotatorQuality: meanOfOwn(index, skene.posterior),
      method: dawidSkeneWords(model), notes: sparseNotes(index, majority, skene.labels),
    };
  }
  const probabilities = await crowdProbabilities(annotations, model);
  const majority = majorityVote(index, probabilities.values).labels;
  const crowd = crowdlab(index, probabilities.values);
  return {
    // Where nobody labelled an item, the model alone is no consensus.
    consensus: crowd.consensus.map((label, item) => (labelsOf(index, item) === 0 ? missingLabel : label)),
    majority,
    quality: crowd.quality,
    annotatorQuality: crowd.annotatorQuality,
    method: `CROWDLAB: people and ${model.source.words}, each weighed by how well they agree with the others.`,
    notes: [
      ...sparseNotes(index, majority, skene.labels),
      ...(probabilities.unknown > 0
        ? [`${countOf(probabilities.unknown, 'item')} had no probabilities: there the people alone decide.`]
        : []),
    ],
  };
}

function sparseNotes(index: AnnotationIndex, majority: Int32Array, skene: Int32Array): string[] {
  const { items, differing, tooSparse } = sparseAnnotation(index, majority, skene);
  if (!tooSparse) return [];
  return [
    `Majority and Dawid–Skene differ on ${formatCount(differing)} of ${countOf(items, 'item')} with at most three labels (${formatShare(differing / items)}): there are too few labels an item to trust either.`,
  ];
}

const dawidSkeneWords = ({ why }: NoProbabilities): string =>
  `Dawid–Skene: each person weighed by how often they are right about each label, as far as the labels of all tell. No model took part: ${why}.`;

function majorityConsensus(index: AnnotationIndex): Consensus {
  const { labels, share } = majorityVote(index);
  const posterior = { given: new Float64Array(index.annotators), equal: new Float64Array(index.annotators) };
  eachVote(index, (item, annotator, label) => {
    posterior.given[annotator]!++;
    if (labels[item] === label) posterior.equal[annotator]!++;
  });
  return {
    consensus: labels,
    majority: labels,
    quality: share,
    annotatorQuality: posterior.equal.map((equal, who) => equal / posterior.given[who]!),
    method: 'Majority: the label that most people gave.',
    notes: [
      `${countOf(index.items, 'item')}, ${countOf(index.annotators, 'annotator')} and ${countOf(index.classes, 'label')} are too many for Dawid–Skene to be held in memory: the majority stands in for it.`,
    ],
  };
}

async function modelFor({ layout, index }: ReadAnnotations, { dataset: { roles }, outOfSample }: StudyRequest): Promise<OutOfSample | NoProbabilities> {
  if (index.classes < 2 || index.annotators < 2) return { why: 'there is nothing for it to settle' };
  if (layout.kind === 'long' && roles.probabilities.length === 0 && roles.predicted === undefined)
    return { why: 'one that is trained on a row a label has seen the item among the rows of others' };
  const model = await outOfSample();
  if (!hasProbabilities(model) || layout.kind === 'columns' || model.source.kind === 'columns' || model.source.kind === 'prediction') return model;
  return { why: 'the probabilities in the file could not be used' };
}

function posteriorAt(posterior: Float64Array, classes: number, labels: Int32Array): Float64Array {
  return Float64Array.from(labels, (label, item) => (label === missingLabel ? NaN : posterior[item * classes + label]!));
}

/** How probable each person's labels are on average, all that is known taken together; NaN without labels. */
function meanOfOwn(index: AnnotationIndex, posterior: Float64Array): Float64Array {
  const sum = new Float64Array(index.annotators);
  const given = new Float64Array(index.annotators);
  const shared = new Float64Array(index.annotators);
  eachVote(index, (item, annotator, label) => {
    sum[annotator]! += posterior[item * index.classes + label]!;
    given[annotator]!++;
    if (labelsOf(index, item) > 1) shared[annotator]!++;
  });
  return sum.map((value, who) => (shared[who] === 0 ? NaN : value / given[who]!));
}

export function eachVote({ items, start, annotator, label }: AnnotationIndex, visit: (item: number, annotator: number, label: number) => void): void {
  for (let item = 0; item < items; item++) for (let at = start[item]!; at < start[item + 1]!; at++) visit(item, annotator[at]!, label[at]!);
}

const mostNamed = 3;
/** Who has given fewer labels may by chance have given one alone. */
const tellingLabels = 5;

/** Of each annotator, the label that all of their labels are; −1: they have given several, or none. */
function singleLabels(index: AnnotationIndex): Int32Array {
  const found = new Int32Array(index.annotators).fill(-2);
  eachVote(index, (_, who, label) => {
    found[who] = found[who] === -2 || found[who] === label ? label : -1;
  });
  return found;
}

/** What is odd about who labelled what. */
function edgeNotes({ index, labels, annotators }: ReadAnnotations): string[] {
  const notes: string[] = [];
  const given = new Int32Array(index.annotators);
  for (const who of index.annotator) given[who]!++;
  let shared = 0;
  for (let item = 0; item < index.items; item++) if (labelsOf(index, item) > 1) shared++;
  if (index.annotators === 1) notes.push(`There is one annotator, “${annotators[0]!}”: nobody to be compared with.`);
  else if (shared === 0) notes.push('No item has labels of two people, so that nothing tells how far they agree.');
  if (labels.length === 1) notes.push(`All labels are “${labels[0]!}”: agreement beyond chance is undefined where there is one category only.`);
  const once = annotators.filter((_, who) => given[who] === 1);
  const single =
    labels.length === 1
      ? []
      : [...singleLabels(index)].flatMap((label, who) =>
          label >= 0 && given[who]! >= tellingLabels
            ? [`“${annotators[who]!}” has given no label but “${labels[label]!}” (${countOf(given[who]!, 'item')})`]
            : [],
        );
  if (single.length > 0)
    notes.push(
      `${single.slice(0, mostNamed).join('; ')}${single.length > mostNamed ? `; and ${countOf(single.length - mostNamed, 'other annotator')} one label each` : ''}: whoever never says anything else is counted, and weighed by how often the others agree.`,
    );
  if (once.length > 0)
    notes.push(
      `${once.length === 1 ? `“${once[0]!}” has` : `${countOf(once.length, 'annotator')} have`} given a single label, which says little of a person: nobody is called weak on fewer than five.`,
    );
  return notes;
}

/** The study, once for all checks of a run. */
export function sharedStudy(
  context: Pick<CheckContext, 'dataset' | 'relation' | 'outOfSample' | 'annotators' | 'signal' | 'progress' | 'shared'>,
): Promise<AnnotatorStudy | NoAnnotations> {
  return context.shared('annotators', () => context.annotators?.() ?? studyAnnotators(context));
}
