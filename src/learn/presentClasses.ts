import type { Learner, Predictor } from './learner.ts';

/**
 * A learner that is told of those classes alone that the rows it learns from have; the others get a probability of 0. A class
 * without rows is unlike nothing: naive Bayes, which goes by how unlike a row is to all other classes, would give it more
 * than classes that the row does not look like, and regression has to learn that it never comes.
 */
export function amongPresent(learner: Learner): Learner {
  return {
    ...learner,
    async fit(labels, rows, classCount, checkpoint) {
      const present = presentClasses(labels, rows, classCount);
      if (present.length === classCount) return learner.fit(labels, rows, classCount, checkpoint);
      const places = new Int32Array(classCount).fill(-1);
      present.forEach((label, place) => { places[label] = place; });
      const told = labels.map((label) => (label < 0 ? label : places[label]!));
      return spread(await learner.fit(told, rows, present.length, checkpoint), present);
    },
  };
}

function presentClasses(labels: Int32Array, rows: Uint32Array, classCount: number): Uint32Array {
  const isPresent = new Uint8Array(classCount);
  for (const row of rows) isPresent[labels[row]!] = 1;
  return Uint32Array.from(isPresent.keys()).filter((label) => isPresent[label] === 1);
}

/** Probabilities of the classes that were told of, written to their places among all. */
function spread(model: Predictor, present: Uint32Array): Predictor {
  const own = new Float32Array(present.length);
  return {
    work: model.work,
    predict(row, into) {
      model.predict(row, own);
      into.fill(0);
      present.forEach((label, place) => { into[label] = own[place]!; });
    },
  };
}
