import type { Message } from "@yonder/client";
import { createMemo, Show } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { describedIn } from "./described.ts";
import { hostOf } from "./host-name.ts";

/** Below a message's text: what its sender says of the link in it. Nothing is fetched for it. */
export function LinkCard(props: { readonly message: Pick<Message, "link" | "body" | "isRemoved"> }) {
  const described = createMemo(() => describedIn(props.message));
  return (
    <Show when={described()}>
      {(card) => (
        <a class="link-card" href={card().href} target="_blank" rel="noopener noreferrer nofollow">
          <CardBody card={card()} />
        </a>
      )}
    </Show>
  );
}

interface Card {
  readonly href: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly siteName?: string | undefined;
  readonly picture?: string | undefined;
}

export function CardBody(props: { readonly card: Card }) {
  const host = () => hostOf(props.card.href);
  // Whoever calls their site like another one's address gains nothing by it.
  const site = () => (host().isTricky || /\S\.\S/.test(props.card.siteName ?? "") ? undefined : props.card.siteName);
  return (
    <>
      <Show when={props.card.picture}>{(picture) => <img src={picture()} alt="" width="72" height="72" />}</Show>
      <span class="words">
        <b dir="auto">{props.card.title}</b>
        <Show when={props.card.description}>{(text) => <span dir="auto">{text()}</span>}</Show>
        <small>
          <bdi dir="ltr">{host().ascii}</bdi>
          <Show when={site()}>
            {" · "}
            <bdi>{site()}</bdi>
          </Show>
        </small>
        <Show when={host().isTricky}>
          <small class="tricky">
            <Icon name="alert" isSmall />
            {t("trickyHost")}
          </small>
        </Show>
      </span>
    </>
  );
}
