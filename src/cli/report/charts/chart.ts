/** All charts are as wide: they stand beside each other, and one fits a telephone. */
export const chartWidth = 336;

/** About as wide as characters are drawn, in pixels: the page cannot measure them, and what is too long would be cut at its beginning. */
function widthOf(character: string): number {
  if (/[il.,:;'|!j()[\]]/.test(character)) return 3.4;
  if (/[mwMW@%]/.test(character)) return 10;
  if (/[\u1100-\u{10FFFF}]/u.test(character)) return character === '…' ? 9 : 12;
  return /[A-Z_]/.test(character) ? 7.6 : 6.4;
}

/** A name as far as there is room for it, in pixels. */
export function shortName(name: string, room: number): string {
  const characters = [...name];
  let used = 0;
  const fitting = characters.findIndex((character) => (used += widthOf(character)) > room);
  return fitting < 0 ? name : `${characters.slice(0, Math.max(1, fitting - 1)).join('')}…`;
}

/** To a tenth of a pixel: more would only make the file longer. */
export const px = (value: number): number => Number(value.toFixed(1));
