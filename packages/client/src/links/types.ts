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

/** Links by which others come to us. */
export interface LinksApi {
  /** @returns a link that lets somebody in (XEP-0401) */
  invite(wish: InvitationWish): Promise<string>;
  /**
   * Where people without an account write to us; a wish opens it like that, null closes it.
   * @returns undefined where the server lets none in
   */
  contactLink(wish?: ContactLinkWish | null): Promise<ContactLink | undefined>;
  /** What an invitation is for, signed out; undefined where nobody says. */
  readInvitation(token: string): Promise<InvitationNotice | undefined>;
  /** Keeps on this device what was said as a guest. */
  adopt(peer: string, messages: readonly AdoptedMessage[]): Promise<void>;
}
