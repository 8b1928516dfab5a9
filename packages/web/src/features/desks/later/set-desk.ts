import type { DeskProblem, EngineApi } from "@yonder/client";
import type { Key } from "../../../i18n/catalogue.ts";

type Wish = Parameters<EngineApi["links"]["setDesk"]>[0];

/** People behind one link: more the server does not take. */
const MOST_PEOPLE = 20;

/** Opens or changes a link of several people. @returns what to say where it came to nothing */
export async function setDesk(
  { links }: Pick<EngineApi, "links">,
  wish: Wish,
  isNew: boolean,
): Promise<Key | undefined> {
  if (wish.people.length === 0) return "deskNobody";
  if (wish.people.length > MOST_PEOPLE) return "deskTooMany";
  try {
    const problem = await links.setDesk(wish, isNew);
    return problem && PROBLEMS[problem];
  } catch {
    return "addFailed";
  }
}

const PROBLEMS: Readonly<Record<DeskProblem, Key>> = {
  name: "deskNameBad",
  taken: "deskNameTaken",
  people: "deskPeopleBad",
  full: "deskFull",
};
