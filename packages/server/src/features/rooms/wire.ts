import type { Element } from "@yonder/protocol";
import { Jid } from "@yonder/protocol";
import { storedStanza } from "../../store/stored-stanza.ts";
import { type Announcement, packMember, unpackMember } from "./announcement.ts";
import type { Telling } from "./audience.ts";
import { written } from "./stored.ts";

/** What goes to the room, on the way from the sender's node to the one that keeps it. */
export type Incoming =
  | {
      readonly kind: "stanza";
      readonly stanza: Element;
      readonly from: Jid;
      readonly isAdmin: boolean;
      /** It may have been taken before, by this node or another one that died over it. */
      readonly isAgain?: boolean | undefined;
      /** Where answers go; undefined: to nobody who has a session here. */
      readonly node: string | undefined;
    }
  /** Sessions that have come to this node, or whose room nobody kept. */
  | { readonly kind: "announcement"; readonly announcement: Announcement }
  /** Nobody is at these addresses. */
  | { readonly kind: "missing"; readonly jids: readonly string[] }
  /** The user's account is gone: whoever gets that name next is somebody else. */
  | { readonly kind: "removed"; readonly user: string };

interface PackedAnnouncement {
  readonly node: string;
  readonly members: readonly unknown[];
  readonly nicks: Announcement["nicks"];
}

type PackedIncoming =
  | {
      readonly kind: "stanza";
      readonly xml: string;
      readonly from: string;
      readonly isAdmin: boolean;
      readonly isAgain?: boolean | undefined;
      readonly node?: string;
    }
  | { readonly kind: "announcement"; readonly announcement: PackedAnnouncement }
  | { readonly kind: "missing"; readonly jids: readonly string[] }
  | { readonly kind: "removed"; readonly user: string };

export function packIncoming(room: string, incoming: Incoming, fence: number | undefined): string {
  const packed = (): PackedIncoming => {
    if (incoming.kind === "announcement")
      return { kind: "announcement", announcement: packedAnnouncement(incoming.announcement) };
    if (incoming.kind !== "stanza") return incoming;
    const { stanza, from, isAdmin, isAgain, node } = incoming;
    return {
      kind: "stanza",
      xml: written(stanza),
      from: from.toString(),
      isAdmin,
      isAgain,
      ...(node !== undefined && { node }),
    };
  };
  return JSON.stringify({ room, fence, incoming: packed() });
}

export function unpackIncoming(text: string): { room: string; fence: number | undefined; incoming: Incoming } {
  const { room, fence, incoming } = JSON.parse(text) as { room: string; fence?: number; incoming: PackedIncoming };
  if (incoming.kind === "announcement")
    return { room, fence, incoming: { kind: "announcement", announcement: unpacked(incoming.announcement) } };
  if (incoming.kind !== "stanza") return { room, fence, incoming };
  const { xml, from, isAdmin, isAgain = false, node } = incoming;
  return {
    room,
    fence,
    incoming: { kind: "stanza", stanza: storedStanza(xml), from: Jid.parse(from), isAdmin, isAgain, node },
  };
}

export function packAnnouncement(announcement: Announcement): string {
  return JSON.stringify(packedAnnouncement(announcement));
}

export function unpackAnnouncement(text: string): Announcement {
  return unpacked(JSON.parse(text) as PackedAnnouncement);
}

export function packTellings(tellings: readonly Telling[]): string {
  return JSON.stringify(tellings.map(({ stanza, ...rest }) => ({ ...rest, xml: written(stanza) })));
}

export function unpackTellings(text: string): Telling[] {
  const packed = JSON.parse(text) as (Omit<Telling, "stanza"> & { readonly xml: string })[];
  return packed.map(({ xml, ...rest }) => ({ ...rest, stanza: storedStanza(xml) }));
}

function packedAnnouncement({ node, members, nicks }: Announcement): PackedAnnouncement {
  return { node, nicks, members: members.map(packMember) };
}

function unpacked({ node, members, nicks }: PackedAnnouncement): Announcement {
  return { node, nicks, members: members.map(unpackMember).filter((member) => member !== undefined) };
}
