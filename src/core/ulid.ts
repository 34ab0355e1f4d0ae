/** Crockford's base 32: no I, L, O, U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeLength = 10;
const randomLength = 16;

/** Fills the array with random bytes. */
type RandomBytes = (bytes: Uint8Array<ArrayBuffer>) => void;

/**
 * Makes ULIDs (https://github.com/ulid/spec): 48 bits of milliseconds and 80 random bits in 26 characters that sort by
 * time. Within one maker they only ever grow: in the same millisecond, or when the clock steps back, the last
 * one's random part is counted up.
 */
export function ulidMaker(random: RandomBytes): (now: number) => string {
  let lastTime = -1;
  let lastRandom = new Uint8Array(randomLength);
  return (now) => {
    if (now > lastTime) {
      lastTime = now;
      lastRandom = drawDigits(random);
    } else if (!countUp(lastRandom)) {
      lastTime += 1;
      lastRandom = drawDigits(random);
    }
    return encodeTime(lastTime) + Array.from(lastRandom, (digit) => alphabet[digit]).join('');
  };
}

/** Sixteen digits of five bits each. */
function drawDigits(random: RandomBytes): Uint8Array<ArrayBuffer> {
  const digits = new Uint8Array(randomLength);
  random(digits);
  return digits.map((byte) => byte & 31);
}

/** Adds one to a number of base-32 digits; false when it overflows. */
function countUp(digits: Uint8Array): boolean {
  for (let place = digits.length - 1; place >= 0; place--) {
    if (digits[place]! < 31) {
      digits[place]! += 1;
      return true;
    }
    digits[place] = 0;
  }
  return false;
}

function encodeTime(milliseconds: number): string {
  let text = '';
  let rest = milliseconds;
  for (let place = 0; place < timeLength; place++) {
    text = alphabet[rest % 32]! + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

/** A new id for a decision made now; Web Crypto is the same in Node and in a browser. */
export const ulid: () => string = processUlid();

function processUlid(): () => string {
  const next = ulidMaker((bytes) => globalThis.crypto.getRandomValues(bytes));
  return () => next(Date.now());
}
