import type { GuestMessage, GuestTalk } from "@yonder/client/guest";
import { For, Show } from "solid-js";
import { hueOf } from "../../components/identity.ts";
import { Tick } from "../../components/tick.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { formats, t } from "../../i18n/index.ts";
import { StyledText } from "../chat/styled-text.tsx";
import { invitationIn, StayCard } from "./stay-card.tsx";

interface GuestGroupProps {
  readonly messages: readonly GuestMessage[];
  readonly name: string;
  readonly talk: GuestTalk;
}

/** Messages of one sender and one minute that came equally far stand together; of several people, those of one. */
export function groupsOf(messages: readonly GuestMessage[]): GuestMessage[][] {
  const groups: GuestMessage[][] = [];
  for (const message of messages) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (last && belongTogether(last, message)) group?.push(message);
    else groups.push([message]);
  }
  return groups;
}

function belongTogether(a: GuestMessage, b: GuestMessage): boolean {
  const isSameMinute = Math.floor(a.at / 60_000) === Math.floor(b.at / 60_000);
  return isSameMinute && a.isOwn === b.isOwn && a.author === b.author && a.state === b.state && a.state !== "failed";
}

function isInvitation({ isOwn, body }: GuestMessage): boolean {
  return !isOwn && invitationIn(body) !== undefined;
}

export function GuestGroup(props: GuestGroupProps) {
  const last = () => props.messages.at(-1);
  const isOwn = () => props.messages[0]?.isOwn ?? false;
  return (
    <li class="group-of" classList={{ own: isOwn(), theirs: !isOwn() }}>
      <div class="bubbles">
        <For each={props.messages}>
          {(message, index) => (
            <article class="bubble">
              <Show when={index() === 0}>
                <Show when={message.author} fallback={<span class="sr">{isOwn() ? t("you") : props.name}: </span>}>
                  {(author) => (
                    <div class="name" style={{ "--h": String(hueOf(author())) }}>
                      <bdi>{author()}</bdi>
                      <span class="sr">: </span>
                    </div>
                  )}
                </Show>
              </Show>
              <Show when={!message.isOwn && invitationIn(message.body)}>
                {(link) => <StayCard link={link()} pass={props.talk.pass} name={message.author ?? props.name} />}
              </Show>
              <StyledText body={isInvitation(message) ? "" : message.body} isJumbo={false}>
                <Show when={message === last()}>
                  <span class="meta">
                    <time datetime={new Date(message.at).toISOString()} title={formats().full(message.at)}>
                      {formats().time(message.at)}
                    </time>
                    <Show when={message.isOwn}>
                      <Tick message={message} />
                    </Show>
                  </span>
                </Show>
              </StyledText>
            </article>
          )}
        </For>
        <Show when={last()?.state === "failed" && last()}>
          {(failed) => (
            <div class="after failed">
              {t(REASONS[failed().error ?? ""] ?? "notSentRefused")}
              <button type="button" class="text-button" onClick={() => props.talk.retry(failed().id)}>
                {t("tryAgain")}
              </button>
              <button type="button" class="text-button" onClick={() => props.talk.discard(failed().id)}>
                {t("discard")}
              </button>
            </div>
          )}
        </Show>
      </div>
    </li>
  );
}

const REASONS: Readonly<Record<string, Key>> = {
  "service-unavailable": "guestClosed",
  "policy-violation": "notSentTooMuch",
  "resource-constraint": "notSentTooMuch",
};
