/** Counts how often a short ASCII pattern occurs in a stream of chunks, also where a chunk's end cuts it. */
export class PatternCounter {
  readonly #pattern: Buffer;
  #tail: Buffer = Buffer.alloc(0);

  constructor(pattern: string) {
    this.#pattern = Buffer.from(pattern);
  }

  count(chunk: Buffer): number {
    const reach = this.#pattern.length - 1;
    const seam =
      this.#tail.length > 0 && chunk.length > 0 ? Buffer.concat([this.#tail, chunk.subarray(0, reach)]) : this.#tail;
    this.#tail =
      chunk.length >= reach
        ? chunk.subarray(chunk.length - reach)
        : Buffer.concat([this.#tail, chunk]).subarray(-reach);
    return occurrences(seam, this.#pattern) + occurrences(chunk, this.#pattern);
  }
}

function occurrences(data: Buffer, pattern: Buffer): number {
  let count = 0;
  for (let at = data.indexOf(pattern); at >= 0; at = data.indexOf(pattern, at + pattern.length)) count++;
  return count;
}
