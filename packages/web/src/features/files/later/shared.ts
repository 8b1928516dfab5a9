import type { Message } from "@yonder/client";
import { walkPast } from "@yonder/client/past";
import { createMemo, createSignal } from "solid-js";
import { createLoaded } from "../../../state/loaded.ts";
import type { Yonder } from "../../../state/yonder.ts";
import { findLinks } from "../../chat/links.ts";
import { isNear, kindOf } from "../file-kind.ts";

/** Pages of the archive that are read for one wish for more. */
const MAX_PAGES = 5;
/** So many things more are enough for it. */
const ENOUGH = 24;

export interface SharedLink {
  readonly href: string;
  readonly text: string;
  readonly message: Message;
}

/** What was shared in a conversation, newest first. */
export interface Shared {
  readonly photos: readonly Message[];
  readonly files: readonly Message[];
  readonly links: readonly SharedLink[];
}

export interface SharedThings {
  readonly all: () => Shared;
  readonly isLoading: () => boolean;
  /** The archive has no more. */
  readonly isWhole: () => boolean;
  /** Reads further back in the archive. */
  more(): Promise<void>;
}

/** What is on this device at first, and more of it from the archive when it is wanted. */
export function createShared(yonder: Yonder, peer: () => string): SharedThings {
  const { engine } = yonder;
  const [older, setOlder] = createSignal<ReadonlyMap<string, Message>>(new Map());
  const [isLoading, setLoading] = createSignal(false);
  const [isWhole, setWhole] = createSignal(false);
  const [kept] = createLoaded(async () => {
    // Read anew with every new message.
    const [of] = [peer(), yonder.conversation(peer())?.last?.key];
    return (await engine.people.actions()).kept(of);
  });
  const all = createMemo(() => {
    const messages = new Map([...older(), ...(kept() ?? []).map((message) => [message.key, message] as const)]);
    return sort([...messages.values()], engine.domain);
  });
  const size = () => all().photos.length + all().files.length + all().links.length;
  let walk: ReturnType<typeof walkPast> | undefined;
  const read = async () => {
    walk ??= walkPast(await engine.people.actions(), peer(), engine.address);
    const before = size();
    for (let page = 0; page < MAX_PAGES && size() - before < ENOUGH; page++) {
      const { value, done } = await walk.next();
      if (done) return void setWhole(true);
      const found = value.messages.filter(isShared).map((message) => [message.key, message] as const);
      setOlder((known) => new Map([...known, ...found]));
    }
  };
  return {
    all,
    isLoading,
    isWhole,
    async more() {
      if (isLoading()) return;
      setLoading(true);
      // Without a connection there is what is here; the next wish begins anew.
      await read().catch(() => {
        walk = undefined;
      });
      setLoading(false);
    },
  };
}

function isShared({ isRemoved, file, body, state }: Message): boolean {
  return !isRemoved && state !== "failed" && (file !== undefined || /https?:|www\./i.test(body));
}

function sort(messages: readonly Message[], domain: string): Shared {
  const newest = messages.filter(isShared).toSorted((a, b) => b.place - a.place || b.at - a.at);
  const isPhoto = ({ file }: Message) => file !== undefined && kindOf(file) === "image" && isNear(file, domain);
  return {
    photos: newest.filter(isPhoto),
    files: newest.filter((message) => message.file !== undefined && !isPhoto(message)),
    links: newest.flatMap(linksIn),
  };
}

function linksIn(message: Message): SharedLink[] {
  if (message.file && message.body === "") return [];
  return findLinks(message.body).flatMap((piece) =>
    typeof piece !== "string" && piece.href.startsWith("http") ? [{ href: piece.href, text: piece.text, message }] : [],
  );
}
