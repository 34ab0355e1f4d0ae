import { DuckDBScalarFunction, VARCHAR } from '@duckdb/node-api';

/** The name under which SQL reaches `normaliseText`. */
export const normaliseFunction = 'winnow_normalise';

/** NFKC, lower case, white space collapsed and trimmed: what two texts must share to say the same. */
export function normaliseText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** DuckDB has no NFKC, so rows beyond ASCII are normalised here: about .8 µs each, called on the main thread. */
export function createNormaliseFunction(): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name: normaliseFunction,
    returnType: VARCHAR,
    parameterTypes: [VARCHAR],
    mainFunction(_info, input, output) {
      const texts = input.getColumnVector(0);
      for (let row = 0; row < input.rowCount; row++) {
        const text = texts.getItem(row);
        output.setItem(row, typeof text === 'string' ? normaliseText(text) : null);
      }
      output.flush();
    },
  });
}
