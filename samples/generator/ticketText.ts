import type { Random } from './random.ts';
import { type Category, closings, greetings, parts, type Product, weekdays } from './ticketParts.ts';

/** One ticket of the category: one to four sentences, at times with a greeting, a closing or a line break. */
export function ticketText(random: Random, category: Category, product: Product): string {
  const { openers, contexts, requests } = parts[category];
  const fill = (sentence: string): string => endSentence(fillSlots(random, sentence, product));
  const sentences = [fill(random.pick(openers))];
  const told = random.weighted([[0, 25], [1, 60], [2, 15]]);
  sentences.push(...random.shuffle(contexts).slice(0, told).map(fill));
  if (random.chance(0.7)) sentences.push(fill(random.pick(requests)));
  const greeting = random.chance(0.3) ? random.pick(greetings) : undefined;
  const closing = random.chance(0.25) ? random.pick(closings) : undefined;
  const body = sentences.join(' ');
  const opened = greeting === undefined ? body : `${greeting},${random.chance(0.25) ? '\n' : ' '}${lowerFirst(body)}`;
  return closing === undefined ? opened : `${opened}${random.chance(0.3) ? '\n' : ' '}${closing}.`;
}

function fillSlots(random: Random, sentence: string, { words, plural }: Product): string {
  const slots: Readonly<Record<string, () => string>> = {
    p: () => words,
    n: () => `#${random.integer(20_000, 98_999)}`,
    d: () => String(random.integer(3, 21)),
    a: () => `${random.integer(12, 189)}.${random.pick(['00', '50', '90', '95', '99'])}`,
    w: () => random.pick(weekdays),
    it: () => (plural ? 'them' : 'it'),
    is: () => (plural ? 'are' : 'is'),
    was: () => (plural ? 'were' : 'was'),
    does: () => (plural ? 'do' : 'does'),
  };
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const slot = slots[name];
    if (!slot) throw new Error(`No slot is called ${name}`);
    return slot();
  });
}

function endSentence(sentence: string): string {
  return /[.?!"]$/.test(sentence) ? (sentence.endsWith('"') ? `${sentence}.` : sentence) : `${sentence}.`;
}

/** After a greeting's comma a sentence goes on in lower case, unless it begins with “I”. */
function lowerFirst(text: string): string {
  return /^I\b/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}
