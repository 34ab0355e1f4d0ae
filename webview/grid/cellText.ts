/** Characters that do not show, or that change how their neighbours show: controls, invisible spaces, direction overrides. */
const hidden = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/;
const hiddenAll = new RegExp(`\\r\\n|${hidden.source}`, 'g');
const edges = /^\s|\s$/;

/**
 * A cell's text on one line, with what cannot be seen made visible: a line break is ⏎, a tab ⇥, a space at either end ␣,
 * control characters their pictures (␀), and marks that reverse text or take no room their code ([U+202E]).
 */
export function visibleText(text: string): string {
  if (!hidden.test(text) && !edges.test(text)) return text;
  return showEdges(text.replace(hiddenAll, picture));
}

/** The same over several lines: line breaks and tabs stay. */
export function visibleLines(text: string): string {
  if (!hidden.test(text)) return text;
  return text.replace(/\r\n?/g, '\n').replace(hiddenAll, (found) => (found === '\n' || found === '\t' ? found : picture(found)));
}

function picture(found: string): string {
  if (found === '\n' || found === '\r' || found === '\r\n' || found === '\u2028' || found === '\u2029') return '⏎';
  if (found === '\t') return '⇥';
  const code = found.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

function showEdges(text: string): string {
  const start = /^\s*/.exec(text)?.[0].length ?? 0;
  const end = text.trimEnd().length;
  if (start === 0 && end === text.length) return text;
  const spaces = (part: string): string => part.replace(/\s/g, (space) => (space === ' ' ? '␣' : '⍽'));
  if (start >= end) return spaces(text);
  return spaces(text.slice(0, start)) + text.slice(start, end) + spaces(text.slice(end));
}
