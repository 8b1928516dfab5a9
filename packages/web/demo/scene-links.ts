import type { LinkMetadata, Message } from "@yonder/client";
import { describeLink } from "@yonder/client/described-link";
import { HUT, hills } from "./scene-workings.ts";

const LONG =
  "https://hillside.example/archive/2026/11/21/the-night-of-the-open-dome?from=letter&with=all-the-words-that-fit-into-an-address";

interface Said {
  readonly body: string;
  readonly isOwn: boolean;
  readonly words: LinkMetadata;
}

/** With a picture and without, of few words and many, and one that is made to look like another. */
const SAID: readonly Said[] = [
  { body: `Look: ${HUT.about}`, isOwn: true, words: { ...HUT, image: hills() } },
  { body: "https://hillside.example/", isOwn: false, words: { about: "https://hillside.example/", title: "Hillside" } },
  {
    body: `And here is all of it ${LONG}`,
    isOwn: false,
    words: {
      about: LONG,
      title:
        "The night of the open dome, in the words of those who were there, from the first star to the last cup of tea",
      description: HUT.description,
      siteName: "Hillside Observatory",
      image: hills(),
    },
  },
  {
    body: "Sign in at https://hіllside.example/ please",
    isOwn: false,
    words: { about: "https://hіllside.example/", title: "Sign in", siteName: "Hillside" },
  },
];

export function describedTalk(peer: string, now: number): Message[] {
  return SAID.map(({ body, isOwn, words }, index) => {
    const at = now - (SAID.length - index) * 60_000;
    const id = `link-${index}`;
    const state = isOwn ? "read" : "reached";
    return { key: id, id, peer, isOwn, body, place: at, at, state, link: describeLink(words) };
  });
}
