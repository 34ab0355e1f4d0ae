import { databaseMemory } from './memoryLimit.ts';

/** Sets the limit of a holder of memory, in megabytes. Rejects where more than that is in use. */
type Resize = (megabytes: number) => Promise<void>;

/** A part of the process's memory. */
export interface MemoryShare {
  /** As of now: it shrinks and grows as others come and go. */
  readonly megabytes: number;
  /** Has the holder told of every change from now on. */
  follow(resize: Resize): Promise<void>;
  release(): void;
}

/** Less than this no database can work with, however many there are. */
const least = 64;
/** A holder that could not give memory up is asked again after so many milliseconds. */
const askAgain = 1000;

interface Member {
  readonly wanted: number;
  /** Cannot work with less. */
  readonly least: number;
  /** Gets what it wants before databases divide the rest. */
  readonly first: boolean;
  megabytes: number;
  resize?: Resize;
}

/**
 * Divides one limit among everything in this process that can hold much memory: the databases of all open datasets, and
 * work beside them (learners). What holders are told to keep to never adds up to more than the limit leaves them,
 * save for what a database has in any case: 64 MB (more with thousands of columns), and a quarter of all while another cannot let go yet.
 */
export class MemoryPool {
  readonly #members = new Set<Member>();
  #limit = 0;
  #turn: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  /** What the whole process is to keep to, in megabytes; 0 before the first database. */
  get limit(): number {
    return this.#limit;
  }

  /**
   * A database joins: `limit` is what the whole process is to keep to by now, `wanted` what it can put to use, `needed`
   * what it cannot work without; megabytes all.
   */
  join(limit: number, wanted: number, needed = least): Promise<MemoryShare> {
    this.#limit = limit;
    const own = Math.max(least, needed);
    return this.#enter({ wanted: Math.max(own, wanted), least: own, first: false, megabytes: 0 });
  }

  /**
   * Memory for work beside the databases, which make room for it. At most half of what they have: whoever gets less than
   * was asked for works in smaller pieces, or says that it samples.
   */
  reserve(megabytes: number): Promise<MemoryShare> {
    return this.#enter({ wanted: megabytes, least: 0, first: true, megabytes: 0 });
  }

  async #enter(member: Member): Promise<MemoryShare> {
    this.#members.add(member);
    await this.#balance();
    return {
      get megabytes() {
        return member.megabytes;
      },
      follow: (resize) => {
        member.resize = resize;
        return this.#balance();
      },
      release: () => {
        if (this.#members.delete(member)) void this.#balance();
      },
    };
  }

  #balance(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#divide());
    return this.#turn;
  }

  /** Those that are to have less give first, and the others get what there is by then. */
  async #divide(): Promise<void> {
    const members = [...this.#members];
    const shares = this.#shares(members);
    for (const member of members) {
      if (shares.get(member)! < member.megabytes) await resized(member, shares.get(member)!);
    }
    let free = this.#total - members.reduce((sum, { megabytes }) => sum + megabytes, 0);
    for (const member of members) {
      // A database that comes while another cannot let go yet has to be able to work: for that while the limit is exceeded.
      const floor = member.first ? 0 : Math.min(shares.get(member)!, Math.max(member.least, this.#total / 4));
      const share = Math.max(floor, Math.min(shares.get(member)!, member.megabytes + free));
      if (share <= member.megabytes) continue;
      free -= share - member.megabytes;
      await resized(member, share);
    }
    clearTimeout(this.#timer);
    if (members.some((member) => this.#members.has(member) && Math.abs(shares.get(member)! - member.megabytes) > 1)) {
      this.#timer = setTimeout(() => void this.#balance(), askAgain).unref();
    }
  }

  get #total(): number {
    return databaseMemory(this.#limit);
  }

  #shares(members: readonly Member[]): Map<Member, number> {
    const shares = new Map<Member, number>();
    let left = this.#total;
    for (const member of members.filter(({ first }) => first)) {
      const share = Math.min(member.wanted, left - this.#total / 2);
      shares.set(member, Math.max(0, share));
      left -= Math.max(0, share);
    }
    const databases = members.filter(({ first }) => !first);
    divide(left, databases.map(({ wanted }) => wanted)).forEach((share, index) => shares.set(databases[index]!, Math.max(databases[index]!.least, share)));
    return shares;
  }
}

/** The memory of this process, which there is once. */
export const engineMemory = new MemoryPool();

/** Those who want little have it; the rest is divided evenly among the others, and what nobody wants among all. */
export function divide(total: number, wanted: readonly number[]): number[] {
  const shares = wanted.map(() => 0);
  let left = total;
  const ascending = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]!);
  ascending.forEach((index, done) => {
    shares[index] = Math.min(wanted[index]!, left / (wanted.length - done));
    left -= shares[index]!;
  });
  return shares.map((share) => share + left / wanted.length);
}

async function resized(member: Member, megabytes: number): Promise<void> {
  const had = member.megabytes;
  member.megabytes = megabytes;
  await member.resize?.(megabytes).catch(() => {
    member.megabytes = had;
  });
}
