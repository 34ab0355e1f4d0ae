/** Rules by which numbers that name somebody are told from numbers that do not. */

const plainDigits = (text: string): string => text.replace(/\D/g, '');

/** The check digit of ISO/IEC 7812 (Luhn). */
export function passesLuhn(text: string): boolean {
  const digits = plainDigits(text);
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Beginnings and lengths that issuers of cards use, ISO/IEC 7812. */
const issuers: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(6011|65|64[4-9])/, [16]],
  [/^35(2[89]|[3-8])/, [16]],
  [/^3(0[0-5]|[68])/, [14]],
  [/^62/, [16]],
];

/** Whether a number is written and begins as that of a card does, its check digit aside. */
export function isCardNumber(text: string): boolean {
  const digits = plainDigits(text);
  if (/^(\d)\1+$/.test(digits)) return false;
  const isGrouped = /^\d{4}([ -])\d{4}\1\d{4}\1\d{4}(\1\d{3})?$|^\d{4}([ -])\d{6}\3\d{4,5}$|^\d+$/.test(text);
  return isGrouped && issuers.some(([start, lengths]) => start.test(digits) && lengths.includes(digits.length));
}

/** Lengths of account numbers by country, from the registry of ISO 13616. */
const ibanLengths: Readonly<Record<string, number>> = {
  AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BR: 29, BY: 28, CH: 21,
  CR: 22, CY: 28, CZ: 24, DE: 22, DK: 18, DO: 28, EE: 20, EG: 29, ES: 24,
  FI: 18, FO: 18, FR: 27, GB: 22, GE: 22, GI: 23, GL: 18, GR: 27, GT: 28, HR: 21, HU: 28, IE: 22,
  IL: 23, IQ: 23, IS: 26, IT: 27, JO: 30, KW: 30, KZ: 20, LB: 28, LC: 32,
  LI: 21, LT: 20, LU: 20, LV: 21, LY: 25, MC: 27, MD: 24, ME: 22, MK: 19, MR: 27, MT: 31, MU: 30,
  NL: 18, NO: 15, PK: 24, PL: 28, PS: 29, PT: 25, QA: 29, RO: 24, RS: 22,
  SA: 24, SC: 31, SE: 24, SI: 19, SK: 24, SM: 27, ST: 25, SV: 28, TL: 23, TN: 24, TR: 26, UA: 29, VA: 22, VG: 24, XK: 20,
};

/** Length and check digits of an account number, ISO 13616 and ISO 7064 (mod 97). */
export function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '');
  if (ibanLengths[plain.slice(0, 2)] !== plain.length) return false;
  let rest = 0;
  for (const sign of plain.slice(4) + plain.slice(0, 4)) rest = Number(`${rest}${parseInt(sign, 36)}`) % 97;
  return rest === 1;
}

/** Bits a character, by the shares of its characters. Shannon 1948. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const randomBits = 3.2;

/** Letters and digits without a pattern: a key, and not a placeholder (`your-api-key-goes-here`, `xxxxxxxx`). */
export function looksRandom(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text) && entropy(text) >= randomBits;
}
