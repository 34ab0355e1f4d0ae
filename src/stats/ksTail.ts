import { logGamma } from './gamma.ts';

/** Beyond this value of n·d², one line is hardly ever touched by a path that touches the other. */
const separate = 2.2;

/**
 * Probability that the one-sample Kolmogorov–Smirnov distance of n > 140 values is at least d. Simard and L'Ecuyer,
 * “Computing the two-sided Kolmogorov–Smirnov distribution”, Journal of Statistical Software 39, 2011: twice the
 * one-sided tail where it is small, else Pelz and Good's expansion. For two samples, n is nm/(n + m).
 */
export function asymptoticKsTail(d: number, n: number): number {
  if (d >= 1) return 0;
  if (n * d * d >= separate) return Math.min(1, 2 * oneSidedTail(d, n));
  return Math.min(1, Math.max(0, 1 - pelzGood(d, n)));
}

/** Smirnov's exact one-sided tail (Birnbaum and Tingey, 1951), summed by logarithms. */
function oneSidedTail(d: number, n: number): number {
  const logFactorial = logGamma(n + 1);
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const base = 1 - d - j / n;
    if (base <= 0) continue;
    const choose = logFactorial - logGamma(j + 1) - logGamma(n - j + 1);
    sum += Math.exp(choose + (j - 1) * Math.log(d + j / n) + (n - j) * Math.log(base));
  }
  return d * sum;
}

/** Pelz and Good, “Approximating the lower tail-areas of the Kolmogorov–Smirnov one-sample statistic”, 1976: four terms in 1/√n. */
function pelzGood(d: number, n: number): number {
  const z = Math.sqrt(n) * d;
  const [z2, z4, z6, z8] = [z ** 2, z ** 4, z ** 6, z ** 8];
  const [pi2, pi4, pi6] = [Math.PI ** 2, Math.PI ** 4, Math.PI ** 6];
  const terms = [0, 0, 0, 0];
  const last = Math.ceil((16 * z) / Math.PI);
  for (let k = 1; k <= last; k++) {
    const m2 = (2 * k - 1) ** 2;
    const weight = Math.exp((-pi2 * m2) / (8 * z2));
    terms[0]! += weight;
    terms[1]! += weight * (-z2 + (pi2 / 4) * m2);
    terms[2]! += weight * (6 * z6 + 2 * z4 + ((2 * z4 - 5 * z2) * pi2 * m2) / 4 + (pi4 * (1 - 2 * z2) * m2 ** 2) / 16);
    terms[3]! +=
      weight *
      (-30 * z6 -
        90 * z8 +
        (pi2 * (135 * z4 - 96 * z6) * m2) / 4 +
        (pi4 * (-60 * z2 + 212 * z4) * m2 ** 2) / 16 +
        (pi6 * (5 - 30 * z2) * m2 ** 3) / 64);
  }
  const root = Math.sqrt(2 * Math.PI);
  const scales = [z, 6 * z4, 72 * z ** 7, 6480 * z ** 10];
  let [second, third] = [(terms[2]! * root) / scales[2]!, (terms[3]! * root) / scales[3]!];
  for (let k = 1; k <= last; k++) {
    const weight = k * k * Math.exp((-pi2 * k * k) / (2 * z2));
    second -= (weight * pi2 * root) / (36 * z ** 3);
    third += (weight * (3 * z2 - pi2 * k * k) * pi2 * root) / (216 * z6);
  }
  return (terms[0]! * root) / scales[0]! + (terms[1]! * root) / scales[1]! / Math.sqrt(n) + second / n + third / n ** 1.5;
}
