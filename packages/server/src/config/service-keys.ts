import type { Config, Creators } from "./config.ts";
import * as kinds from "./kinds.ts";
import type { Key, Keys } from "./schema.ts";

const creators: readonly Creators[] = ["everyone", "admins"];

/** Of the place, and of the rooms and nodes beneath its domain. */
export const serviceKeys: Keys<
  Pick<Config, "placeName" | "roomCreation" | "roomOccupants" | "pubsubCreation" | "nodeNames" | "linkPreviewsPrivate">
> = {
  placeName: {
    key: "place_name",
    kind: kinds.shortText,
    default: () => "",
    defaultText: "the domain",
    example: '"Hillside Observatory"',
    about: "What this place is called: guests and those who are invited read it.",
  },
  roomCreation: creation("room_creation", "everyone", "a chat room: `everyone`, or administrators alone (`admins`)"),
  roomOccupants: {
    key: "room_occupants",
    kind: kinds.oneOf(["private", "public"] as const),
    default: () => "private",
    example: '"private"',
    about: "Whether those who may enter a public room see who is in it without entering: `private` or `public`.",
  },
  pubsubCreation: creation(
    "pubsub_creation",
    "admins",
    "nodes at `pubsub.DOMAIN`: administrators alone (`admins`), or `everyone` with an account, 20 each",
  ),
  nodeNames: {
    key: "node_names",
    kind: kinds.onOff,
    default: () => true,
    example: '"on"',
    about:
      "Let people see by which nodes their own messages went (docs/way.md): `off` where names of nodes tell where people are, or what nobody is to know.",
  },
  linkPreviewsPrivate: {
    key: "link_previews_private",
    kind: kinds.onOff,
    default: () => false,
    example: '"off"',
    about:
      "`on` lets previews of links be fetched from private addresses and any port (docs/link-preview.md), for tests: anybody with an account can send this server there.",
  },
};

function creation(key: string, usual: Creators, about: string): Key<Creators> {
  const kind = kinds.oneOf(creators);
  return { key, kind, default: () => usual, example: `"${usual}"`, about: `Who may make ${about}.` };
}
