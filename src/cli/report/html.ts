/** Markup that is safe to put into a page as it is. Only `html` makes it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = Html | string | number | false | null | undefined | readonly HtmlPart[];

/**
 * Markup from a template. Everything that is put into it is escaped, but for other markup: a dataset's texts stay texts,
 * in elements and in quoted attributes. Nothing comes of `false`, `null` and `undefined`.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.map((text, index) => text + (index < parts.length ? textOf(parts[index]) : '')).join(''));
}

function textOf(part: HtmlPart): string {
  if (part === false || part === null || part === undefined) return '';
  if (part instanceof Html) return part.text;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(textOf).join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What a parser could take for markup is written as entities; what could turn or hide the text around it is U+FFFD. */
function escapeHtml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, (character) => (/[\t\n\r]/.test(character) ? ' ' : '\uFFFD'))
    .replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A value of the dataset, cut to a length that there is room for; null as “(missing)”. */
export function valueText(value: string | null, most = 80): string {
  if (value === null) return '(missing)';
  if (value.trim() === '') return `“${value}”`;
  const characters = [...value];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : value;
}
