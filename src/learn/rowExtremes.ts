import { type ProbabilityBlock } from './probabilityBlocks.ts';

/** The two largest numbers of a row, of which class they are (the first of equals), its sum and its least number below 0. */
export class RowExtremes {
  best = 0;
  bestClass = 0;
  second = 0;
  secondClass = 0;
  /** NaN where one of the numbers is. */
  sum = 0;
  /** 0 where none is below it. */
  least = 0;

  /** Reads `classes` numbers from `at`, four a step: few are among the largest by the time that some have been seen. */
  read(block: ProbabilityBlock, at: number, classes: number): void {
    let best = 0;
    let bestClass = 0;
    let second = 0;
    let secondClass = 0;
    let least = 0;
    let sum = 0;
    let otherSum = 0;
    const whole = classes - (classes % 4);
    for (let k = 0; k < classes; k += k < whole ? 4 : 1) {
      const to = k < whole ? k + 4 : k + 1;
      if (to === k + 4) {
        const a = block[at + k]!;
        const b = block[at + k + 1]!;
        const c = block[at + k + 2]!;
        const d = block[at + k + 3]!;
        sum += a + b;
        otherSum += c + d;
        if (a <= second && b <= second && c <= second && d <= second && a >= 0 && b >= 0 && c >= 0 && d >= 0) continue;
      } else {
        sum += block[at + k]!;
      }
      for (let each = k; each < to; each++) {
        const p = block[at + each]!;
        if (p > second) {
          if (p > best) {
            second = best;
            secondClass = bestClass;
            best = p;
            bestClass = each;
          } else {
            second = p;
            secondClass = each;
          }
        } else if (p < least) {
          least = p;
        }
      }
    }
    this.best = best;
    this.bestClass = bestClass;
    this.second = second;
    this.secondClass = secondClass;
    this.sum = sum + otherSum;
    this.least = least;
  }
}
