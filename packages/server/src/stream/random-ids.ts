import { randomFillSync } from "node:crypto";

const ID_BYTES = 16;
const IDS_AT_ONCE = 256;

/** Unguessable text from the CSPRNG, 22 characters of base64url, drawn for many at once: asking the system costs more than the id. */
export class RandomIds {
  readonly #pool = Buffer.alloc(ID_BYTES * IDS_AT_ONCE);
  #at = this.#pool.length;

  next(): string {
    if (this.#at === this.#pool.length) {
      randomFillSync(this.#pool);
      this.#at = 0;
    }
    const id = this.#pool.toString("base64url", this.#at, this.#at + ID_BYTES);
    // What was given out is not kept.
    this.#pool.fill(0, this.#at, this.#at + ID_BYTES);
    this.#at += ID_BYTES;
    return id;
  }
}
