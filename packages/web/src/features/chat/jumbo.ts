const UP_TO_THREE_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,3}$/v;

/** Up to three emoji and nothing else: shown large, without a bubble. */
export function isJumbo(body: string): boolean {
  return body.length <= 60 && UP_TO_THREE_EMOJI.test(body.trim());
}
