import type { EngineApi, LinkMetadata } from "@yonder/client";
import { describeLink } from "@yonder/client/described-link";
import { createRoot, createSignal } from "solid-js";
import { preferences } from "../../../state/preferences.ts";
import { linksIn } from "./described.ts";
import { thumbnailOf } from "./thumbnail.ts";

/** A preview of a link that is being written: offered, fetched, to be sent along, or not to be had. */
export type Offer =
  | { readonly kind: "offered" | "asking" | "none"; readonly href: string }
  | { readonly kind: "ready"; readonly href: string; readonly words: LinkMetadata };

/** A longer text is about more than its first link. */
const LONGEST_TEXT = 5_000;

const [offers, setOffers] = createRoot(() => createSignal<Readonly<Record<string, Offer>>>({}));
/** By conversation, links of which none is wanted. */
const [unwanted, setUnwanted] = createRoot(() => createSignal<Readonly<Record<string, string>>>({}));
/** The server fetches none. */
let isUnknown = false;

/** What there is to be said of the first link in a text. Nothing is fetched before somebody asks for it. */
export function offerFor(peer: string, text: string): Offer | undefined {
  if (isUnknown || preferences.offersPreviews === false || text.length > LONGEST_TEXT) return undefined;
  const [href] = linksIn(text);
  if (href === undefined || unwanted()[peer] === href) return undefined;
  const offer = offers()[peer];
  return offer?.href === href ? offer : { kind: "offered", href };
}

/** The writer wants it. */
export async function accept(engine: EngineApi, peer: string, href: string): Promise<void> {
  const put = (offer: Offer) => setOffers({ ...offers(), [peer]: offer });
  put({ kind: "asking", href });
  const isAsked = () => offers()[peer]?.href === href && offers()[peer]?.kind === "asking";
  try {
    const words = await engine.workings.previewOf(href);
    const image = words.image && (await thumbnailOf(words.image));
    if (isAsked()) put({ kind: "ready", href, words: { ...words, about: href, image } });
  } catch (cause) {
    isUnknown = cause instanceof Error && "condition" in cause && cause.condition === "service-unavailable";
    if (isAsked()) put({ kind: "none", href });
  }
}

/** No preview of this one. */
export function refuse(peer: string, href: string): void {
  setUnwanted({ ...unwanted(), [peer]: href });
  forget(peer);
}

/** What is sent along with a text: a preview that was asked for, and is there. */
export function takeLink(peer: string, body: string): string | undefined {
  const offer = offerFor(peer, body);
  forget(peer);
  return offer?.kind === "ready" ? describeLink(offer.words) : undefined;
}

function forget(peer: string): void {
  const { [peer]: _, ...rest } = offers();
  setOffers(rest);
}
