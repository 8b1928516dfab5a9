import type { EngineApi, Message, Way } from "@yonder/client";

/**
 * What there is to tell of a message's way. `person`: all of it; `away`: it waits for them; `stranger`: we may not see where they are;
 * `group`: up to the node that keeps the group.
 */
export type StoryKind = "person" | "away" | "stranger" | "group";

/** Times are in milliseconds since the message left this browser. */
export interface Story {
  readonly kind: StoryKind;
  readonly source: string | undefined;
  readonly target: string | undefined;
  /** Both are one. */
  readonly isSameNode: boolean;
  readonly device: "browser" | "app" | undefined;
  /** How long each part took. */
  readonly parts: {
    readonly toServer: number;
    readonly lookUp?: number | undefined;
    readonly toNode?: number | undefined;
    readonly toDevice?: number | undefined;
  };
  /** When each thing had happened; undefined: not yet, or nobody knows. */
  readonly at: {
    readonly server: number;
    readonly stored?: number | undefined;
    readonly lookedUp?: number | undefined;
    readonly delivered?: number | undefined;
    readonly answered?: number | undefined;
  };
}

/**
 * The story of a way. The server counts from when it had the message; that this browser is half a round trip away is as much as can be
 * known, and that a device was when half of the time to its answer was over.
 */
export function storyOf(way: Way, roundTrip: number): Story {
  const { stored, kept, lookedUp, handed, acknowledged, reached } = way;
  const toServer = roundTrip / 2;
  const since = (moment: number | undefined) => (moment === undefined ? undefined : toServer + moment);
  const kind = kindOf(way);
  const toDevice = handed && acknowledged ? Math.max(0, acknowledged.at - handed.at) / 2 : undefined;
  const arrived = kept ?? handed;
  return {
    kind,
    source: way.node,
    target: arrived?.node,
    isSameNode: arrived?.isSame ?? false,
    device: acknowledged?.device,
    parts: {
      toServer,
      lookUp: lookedUp?.took,
      toNode: kept?.at ?? (handed && lookedUp && Math.max(0, handed.at - lookedUp.at)),
      toDevice,
    },
    at: {
      server: toServer,
      stored: since(stored?.at ?? kept?.at),
      lookedUp: since(lookedUp?.at),
      delivered: since(handed && toDevice !== undefined ? handed.at + toDevice : undefined),
      answered: answeredAt(kind, reached?.at ?? kept?.at, roundTrip),
    },
  };
}

function kindOf({ kept, lookedUp, handed, state }: Way): StoryKind {
  if (kept) return "group";
  if (state === "kept") return "away";
  return handed || lookedUp ? "person" : "stranger";
}

function answeredAt(kind: StoryKind, told: number | undefined, roundTrip: number): number | undefined {
  return kind === "away" || told === undefined ? undefined : told + roundTrip;
}

/** Conversations in which the last own message is looked for. */
const MOST_LOOKED_AT = 6;

/** The message that we wrote last, of those that have left. */
export async function lastOwn(engine: EngineApi): Promise<Message | undefined> {
  let found: Message | undefined;
  for (const { peer, last } of engine.conversations.slice(0, MOST_LOOKED_AT)) {
    // All others are older.
    if (!last || (found && last.at <= found.at)) break;
    if (!hasLeft(last)) await engine.openConversation(peer);
    const own = hasLeft(last) ? last : engine.history(peer).findLast(hasLeft);
    if (own && (!found || own.at > found.at)) found = own;
  }
  return found;
}

function hasLeft({ isOwn, state, isRemoved }: Message): boolean {
  return isOwn && !isRemoved && state !== "waiting" && state !== "failed";
}
