/** What one owner sent last, oldest first: origin hash and archive id of each. */
export type SentOrigins = readonly (readonly [hash: number, id: number])[];

const keptPerOwner = 512;
const keptInAll = 4_000_000;

/**
 * The origin ids that each owner used lately, as hashes, so that a message sent again is recognised without an index.
 * What is not in memory is loaded from the archive, once per owner.
 */
export class RecentOrigins {
  readonly #load: (owner: number, limit: number) => SentOrigins;
  #young = new Map<number, OwnerOrigins>();
  #old = new Map<number, OwnerOrigins>();
  #youngSize = 0;

  constructor(load: (owner: number, limit: number) => SentOrigins) {
    this.#load = load;
  }

  /** The id under which this owner last used this origin hash, if it did lately. */
  find(owner: number, hash: number): number | undefined {
    return this.#of(owner).find(hash);
  }

  add(owner: number, hash: number, id: number): void {
    this.#youngSize += this.#of(owner).add(hash, id);
  }

  /** After a rollback: what was added may not exist. */
  clear(): void {
    this.#young = new Map();
    this.#old = new Map();
    this.#youngSize = 0;
  }

  #of(owner: number): OwnerOrigins {
    const known = this.#young.get(owner);
    if (known !== undefined) return known;
    const origins = this.#old.get(owner) ?? this.#loaded(owner);
    if (this.#youngSize > keptInAll / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngSize = 0;
    }
    this.#young.set(owner, origins);
    this.#youngSize += origins.capacity;
    return origins;
  }

  #loaded(owner: number): OwnerOrigins {
    const origins = new OwnerOrigins();
    for (const [hash, id] of this.#load(owner, keptPerOwner)) origins.add(hash, id);
    return origins;
  }
}

/** A ring that grows up to `keptPerOwner`. Searched by 32 bits of the hash: the runtime compares those ten times as fast. */
class OwnerOrigins {
  #prints = new Int32Array(8);
  #hashes = new Float64Array(8);
  #ids = new Float64Array(8);
  #next = 0;

  get capacity(): number {
    return this.#hashes.length;
  }

  find(hash: number): number | undefined {
    const print = hash | 0;
    for (let at = this.#prints.indexOf(print); at >= 0; at = this.#prints.indexOf(print, at + 1)) {
      if (this.#hashes[at] === hash) return this.#ids[at];
    }
    return undefined;
  }

  /** By how much it grew. */
  add(hash: number, id: number): number {
    const grown = this.#next === this.capacity && this.capacity < keptPerOwner ? this.#grow() : 0;
    const at = this.#next % this.capacity;
    this.#prints[at] = hash | 0;
    this.#hashes[at] = hash;
    this.#ids[at] = id;
    this.#next += 1;
    return grown;
  }

  #grow(): number {
    const [prints, hashes, ids, before] = [this.#prints, this.#hashes, this.#ids, this.capacity];
    this.#prints = new Int32Array(before * 2);
    this.#hashes = new Float64Array(before * 2);
    this.#ids = new Float64Array(before * 2);
    this.#prints.set(prints);
    this.#hashes.set(hashes);
    this.#ids.set(ids);
    return before;
  }
}
