/** All charts are as wide: they stand beside each other, and one fits a telephone. */
export const chartWidth = 336;

/** A name as far as there is room for it. */
export function shortName(name: string, most: number): string {
  const characters = [...name];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : name;
}

/** To a tenth of a pixel: more would only make the file longer. */
export const px = (value: number): number => Number(value.toFixed(1));
