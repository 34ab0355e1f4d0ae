const units: readonly (readonly [string, number])[] = [['GB', 1e9], ['MB', 1e6], ['kB', 1e3]];

/** `1 byte`, `12 kB`, `3.4 MB`. */
export function bytesInWords(bytes: number): string {
  if (bytes === 1) return '1 byte';
  const [unit, size] = units.find(([, each]) => bytes >= each) ?? ['bytes', 1];
  return `${(bytes / size).toFixed(size >= 1e6 ? 1 : 0)} ${unit}`;
}
