const UP_TO_THREE_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;
/** One of the emoji is a letter. To know all the others takes a page tens of milliseconds: most messages are told from them at once. */
const LETTER = /(?!\u2139)\p{L}/u;
const BEYOND_ASCII = /[^ -~]/;

/** Up to three emoji and nothing else: shown large, without a bubble. */
export function isJumbo(body: string): boolean {
  return body.length <= 60 && BEYOND_ASCII.test(body) && !LETTER.test(body) && UP_TO_THREE_EMOJI.test(body.trim());
}
