import type { CareActions } from "../care/types.ts";
import type { PastActions } from "../past/types.ts";

/** What is known of people besides their messages. */
export interface PeopleApi {
  /** Bare addresses and domains, sorted. */
  readonly blocked: readonly string[];
  /** Their messages do not come, nor do ours go to them (XEP-0191). */
  isBlocked(address: string): boolean;
  /** What we say of ourselves at present; "" for nothing. */
  readonly status: string;
  /** The name that they give themselves. */
  nameOf(address: string): string | undefined;
  /** The address of their picture; where one is known but not here yet, it is fetched, and `people` reported. */
  pictureOf(address: string): string | undefined;
  /** Loads what is needed to act. */
  actions(): Promise<PeopleActions>;
}

export interface PeopleActions extends CareActions, PastActions {
  /** With a report, whoever looks after the server reads it (XEP-0377). */
  block(address: string, report?: Report): Promise<void>;
  unblock(address: string): Promise<void>;
  /** Our own name, as contacts see it. */
  setName(name: string): Promise<void>;
  setPicture(picture: OwnPicture | undefined): Promise<void>;
  /** What our contacts see below our name while we are here; "" for nothing. */
  setStatus(status: string): Promise<void>;
  /** What somebody says of themselves, as far as we may see it without a stranger's server learning that we look. */
  about(address: string): Promise<string>;
  setAbout(about: string): Promise<void>;
  /** What we tell everybody. */
  ownCard(): Promise<OwnCard>;
  /** Our name and picture are for everybody, or for our contacts alone. */
  showToAll(isShownToAll: boolean): Promise<void>;
  /** The key in whose name a browser subscribes to notifications (docs/web-push.md); undefined where the server sends none. */
  pushKey(): Promise<string | undefined>;
  beginPush(subscription: PushSubscriptionKeys): Promise<void>;
  endPush(endpoint: string): Promise<void>;
}

export interface OwnCard {
  readonly about: string;
  /** Name and picture too. */
  readonly isShownToAll: boolean;
}

export interface OwnPicture {
  /** Base64. */
  readonly data: string;
  /** Media type. */
  readonly type: string;
  /** Pixels on each side. */
  readonly size: number;
}

/** As base64url. */
export interface PushSubscriptionKeys {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
}

export interface Report {
  readonly reason: "spam" | "abuse";
  readonly text?: string;
  /** Ids in our archive of the messages that it is about. */
  readonly archiveIds?: readonly string[];
}

/** What outlives a reload. */
export interface StoredPeople {
  readonly blocked: readonly string[];
  /** By bare address. */
  readonly profiles: Readonly<Record<string, StoredProfile>>;
  /** What we say of ourselves at present, to those who see when we are here. */
  readonly status?: string;
}

export interface StoredProfile {
  readonly name?: string;
  /** The hash of their picture; "" where they have none. */
  readonly avatar?: string;
}
