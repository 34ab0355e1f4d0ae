import { isCardNumber, isIban, looksRandom, passesLuhn } from './personalNumbers.ts';

export type PersonalKind = 'email' | 'phone' | 'card' | 'iban' | 'secret';

export const personalWords: Readonly<Record<PersonalKind, string>> = {
  email: 'e-mail addresses', phone: 'phone numbers', card: 'card numbers', iban: 'bank account numbers (IBAN)', secret: 'keys or tokens',
};

export interface PersonalMatch {
  readonly kind: PersonalKind;
  /** With the parts that name somebody left out. */
  readonly masked: string;
  /** Looks like a card number but for its check digit: where most do, none is one. */
  readonly fails?: boolean;
}

/** RE2: texts in which none of these is found hold nothing of the kinds. It may find too much, but never too little. */
export const personalPattern = [
  String.raw`[A-Za-z0-9]@[A-Za-z0-9]`,
  String.raw`\+[0-9(][0-9 ().\-/]{6}`,
  String.raw`[0-9][0-9 ().\-/]{6,}[0-9]`,
  String.raw`\b[A-Z]{2}[0-9]{2} ?[A-Z0-9]{4}`,
  String.raw`AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|AIza|sk[-_]|pk_live_|rk_live_|npm_|hf_|SG\.|eyJ|PRIVATE KEY`,
  String.raw`(?i:api[_-]?key|token|secret|passw(or)?d)["']?\s*[:=]`,
].join('|');

// Every repetition is bounded, so that no text can make a search long.
const email = /(?<![\w.%+-])([\w.%+-]{1,64})@((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![\w-])/g;
const international = /(?<![\w+.])\+[1-9(](?:[ ().\-/]{0,2}\d){7,14}(?!\d|\.\d)/g;
const american = /(?<![\w+.-])(?:\([2-9]\d{2}\) ?|[2-9]\d{2}([-. ]))[2-9]\d{2}(?:\1|[-. ])\d{4}(?![\w-]|\.\d)/g;
const announced =
  /(?:\b(?:tele?(?:ph|f)(?:on|one|oon|ono)?|tel|phone|fon|call(?: me)?|mobile?|mobil|handy|cell|whatsapp|fax|sms|ring)\b)[^\d\n+]{0,20}(0?(?:[ ().\-/]{0,2}\d){8,12})(?!\d|\.\d)/giu;
const digits = /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-]|\.\d)/g;
const iban = /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)/g;
const keys =
  /(?<!\w)(?:A[KS]IA[0-9A-Z]{16}|gh[pousr]_\w{36,100}|github_pat_\w{40,100}|glpat-[\w-]{20,60}|xox[abprs]-[\w-]{10,100}|AIza[\w-]{35}|[sr]k_live_\w{16,100}|sk-[\w-]{20,200}|npm_\w{36}|hf_[A-Za-z]{34}|SG\.[\w-]{16,32}\.[\w-]{16,64}|eyJ[\w-]{10,500}\.eyJ[\w-]{10,2000}\.[\w-]{10,1000})(?!\w)/g;
const privateKey = /-----BEGIN (?:[A-Z]{1,20} ){0,3}PRIVATE KEY-----/g;
const assigned = /(?:api[_-]?key|token|secret|passw(?:or)?d)["']?\s{0,3}[:=]\s{0,3}["']?([A-Za-z0-9_/+=.-]{16,200})/gi;

/** Domains that are for examples (RFC 2606), and file names that have an @ (`icon@2x.png`). */
const noDomain = /(?:^|\.)example(?:\.(?:com|org|net))?$|\.(?:test|invalid|localhost|local|png|jpe?g|gif|svg|webp|js|css)$/i;

/** What in a text is somebody's own, each with the kind that it is of. */
export function findPersonal(text: string): PersonalMatch[] {
  const found: PersonalMatch[] = [];
  for (const [, name, domain] of text.matchAll(email)) if (!noDomain.test(domain!)) found.push({ kind: 'email', masked: maskEmail(name!, domain!) });
  for (const [match] of text.matchAll(iban)) if (isIban(match)) found.push({ kind: 'iban', masked: maskEnds(match, 4, 0) });
  for (const [match] of text.matchAll(digits)) {
    if (isCardNumber(match)) found.push({ kind: 'card', masked: maskEnds(match, 0, 4), ...(passesLuhn(match) ? {} : { fails: true }) });
  }
  for (const [match] of [...text.matchAll(international), ...text.matchAll(american)])
    found.push({ kind: 'phone', masked: maskEnds(match, match.startsWith('+') ? 3 : 0, 2) });
  for (const [, number] of text.matchAll(announced)) found.push({ kind: 'phone', masked: maskEnds(number!.trim(), 0, 2) });
  for (const [match] of text.matchAll(keys)) if (looksRandom(match)) found.push({ kind: 'secret', masked: maskEnds(match, 4, 0) });
  for (const [match] of text.matchAll(privateKey)) found.push({ kind: 'secret', masked: match });
  for (const [, value] of text.matchAll(assigned)) if (looksRandom(value!)) found.push({ kind: 'secret', masked: maskEnds(value!, 2, 0) });
  return found;
}

/** `j•••@e•••.org` */
function maskEmail(name: string, domain: string): string {
  return `${name[0]!}•••@${domain[0]!}•••${domain.slice(domain.lastIndexOf('.'))}`;
}

/** `+49•••12` */
function maskEnds(text: string, first: number, last: number): string {
  const plain = text.replace(/[ ().\-/]/g, '');
  return `${plain.slice(0, first)}•••${last === 0 ? '' : plain.slice(-last)}`;
}
