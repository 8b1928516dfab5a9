/** Where people without an account write to us. */
export interface ContactLink extends ContactLinkWish {
  readonly isOpen: boolean;
  readonly url: string;
}

/** What guests are to see of us. */
export interface ContactLinkWish {
  /** "" for none. */
  readonly name: string;
  readonly hasPicture: boolean;
}

/** Links behind which several people answer (docs/guests.md), as far as they are ours to see. */
export interface Desks {
  readonly known: readonly Pick<Desk, "name" | "title">[];
  /** We look after the server: all are ours to change, and we may open another one. */
  readonly mayOpen: boolean;
}

export interface Desk extends DeskWish {
  readonly url: string;
  /** Web origins whose pages may show it. */
  readonly sites: readonly string[];
  /** We may change it, and not only leave it. */
  readonly isOurs: boolean;
}

export interface DeskWish {
  /** The part of the link behind the @. */
  readonly name: string;
  /** What guests read. */
  readonly title: string;
  /** Nobody: it is closed. */
  readonly people: readonly DeskPerson[];
}

export interface DeskPerson {
  /** Bare address, on our server. */
  readonly address: string;
  /** What guests call them. */
  readonly name: string;
}

/** Why a link is not opened or changed: its name cannot be one, is taken, one of the people is not to be had, or there are too many links. */
export type DeskProblem = "name" | "taken" | "people" | "full";

/** What an invitation is to say, and where it leads. */
export interface InvitationWish {
  /** What whoever gets it knows us by. */
  readonly name: string;
  /** Bare address of a group that they will be in, or of a guest who is to stay. */
  readonly to?: string;
  /** What the group is called. */
  readonly title?: string;
}

/** What an invitation says to who holds it. */
export interface InvitationNotice {
  /** Bare address of who invites. */
  readonly from?: string;
  readonly name?: string;
  /** What the server is called, if it has a name. */
  readonly place?: string;
  /** Where it leads: a group, or the guest that one is. */
  readonly to?: string;
  readonly title?: string;
  /** Milliseconds since 1970. */
  readonly expires?: number;
}

/** A message that somebody wrote or got as a guest. */
export interface AdoptedMessage {
  readonly id: string;
  readonly isOwn: boolean;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Shows that somebody is this guest (XEP-0484). */
export interface GuestPass {
  /** Bare address. */
  readonly address: string;
  readonly agent: string;
  readonly token: string;
}

/** Links by which others come to us. */
export interface LinksApi {
  /** @returns a link that lets somebody in (XEP-0401) */
  invite(wish: InvitationWish): Promise<string>;
  /**
   * Where people without an account write to us; a wish opens it like that, null closes it.
   * @returns undefined where the server lets none in
   */
  contactLink(wish?: ContactLinkWish | null): Promise<ContactLink | undefined>;
  /** @returns undefined where there are none for us */
  desks(): Promise<Desks | undefined>;
  /** @returns undefined where there is none of that name for us */
  desk(name: string): Promise<Desk | undefined>;
  /** Opens a new one, or changes one that there is. @returns why not */
  setDesk(wish: DeskWish, isNew: boolean): Promise<DeskProblem | undefined>;
  leaveDesk(name: string): Promise<void>;
  /** What an invitation is for, signed out; undefined where nobody says. */
  readInvitation(token: string): Promise<InvitationNotice | undefined>;
  /** What was said between a guest and a member here. */
  recall(guest: GuestPass, member: string): Promise<readonly AdoptedMessage[]>;
  /** Keeps on this device what was said as a guest. */
  adopt(peer: string, messages: readonly AdoptedMessage[]): Promise<void>;
}
