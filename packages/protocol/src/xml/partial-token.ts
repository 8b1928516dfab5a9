/**
 * A tag, text or CDATA section whose end has not arrived. It looks once at each character for the end of the token, so that
 * a token dribbled byte by byte costs linear time.
 */
export class PartialToken {
  #pieces: string[] = [];
  #end: "<" | ">" | "]]>" | "any" = "any";
  #quote = "";
  #tail = "";

  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  /** Begins with the text from the token's first character on. */
  begin(text: string): void {
    this.#end = endOf(text);
    this.#quote = "";
    this.#tail = "";
    this.add(text);
  }

  /** Adds a chunk; true when it holds the token's end. */
  add(chunk: string): boolean {
    const isFirst = this.#pieces.push(chunk) === 1;
    if (this.#end === "any") return !isFirst;
    if (this.#end === "<") return chunk.includes("<");
    return this.#end === ">" ? this.#endsTag(chunk) : this.#endsSection(chunk);
  }

  /** All that was added; empties it. */
  take(): string {
    const text = this.#pieces.length === 1 ? (this.#pieces[0] as string) : this.#pieces.join("");
    this.#pieces = [];
    return text;
  }

  #endsTag(chunk: string): boolean {
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk[i] as string;
      if (this.#quote !== "") {
        if (c === this.#quote) this.#quote = "";
      } else if (c === ">") return true;
      else if (c === "'" || c === '"') this.#quote = c;
    }
    return false;
  }

  #endsSection(chunk: string): boolean {
    const text = this.#tail + chunk;
    this.#tail = text.slice(-2);
    return text.includes("]]>");
  }
}

function endOf(text: string): "<" | ">" | "]]>" | "any" {
  if (!text.startsWith("<")) return "<";
  if (text.startsWith("<![CDATA[")) return "]]>";
  return text.length === 1 || text[1] === "!" ? "any" : ">";
}
