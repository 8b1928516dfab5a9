import { createEffect, createMemo, createSignal, Match, on, onCleanup, Show, Switch } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { IconButton } from "../../../components/icon-button.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { hostOf } from "./host-name.ts";
import { CardBody } from "./link-card.tsx";
import { accept, type Offer, offerFor, refuse } from "./offers.ts";

/** Somebody who writes on is not spoken to, ms. */
const PAUSE = 500;

/** Over the composer: a preview of the link in what is being written, if it is wanted. */
export function LinkOffer(props: { readonly peer: string; readonly text: string; readonly isEdit: boolean }) {
  const { engine } = useYonder();
  const [settled, setSettled] = createSignal("");
  createEffect(
    on(
      () => props.text,
      (text) => {
        if (text === "") setSettled("");
        const timer = setTimeout(() => setSettled(text), PAUSE);
        onCleanup(() => clearTimeout(timer));
      },
    ),
  );
  // What was offered stays as long as its link does.
  const offer = createMemo<Offer | undefined>(() => {
    if (props.isEdit) return undefined;
    const now = offerFor(props.peer, props.text);
    return now && now.href === offerFor(props.peer, settled())?.href ? now : undefined;
  });
  return (
    <Show when={offer()}>
      {(now) => (
        <div class="link-offer" role="status">
          <Switch>
            <Match when={now().kind === "offered"}>
              <Icon name="link" isSmall />
              <bdi class="cut grow" dir="ltr">
                {hostOf(now().href).ascii}
              </bdi>
              <button type="button" class="text-button" onClick={() => void accept(engine, props.peer, now().href)}>
                {t("previewShow")}
              </button>
            </Match>
            <Match when={now().kind === "asking"}>
              <Icon name="link" isSmall />
              <span class="cut grow">{t("previewAsking", { host: hostOf(now().href).ascii })}</span>
            </Match>
            <Match when={now().kind === "none"}>
              <Icon name="link" isSmall />
              <span class="cut grow">{t("previewNone")}</span>
            </Match>
            <Match when={readyIn(now())}>
              {(ready) => (
                <div class="link-card grow">
                  <CardBody card={{ ...ready().words, href: ready().href, picture: ready().words.image }} />
                </div>
              )}
            </Match>
          </Switch>
          <IconButton icon="x" label={t("previewRefuse")} onPress={() => refuse(props.peer, now().href)} />
        </div>
      )}
    </Show>
  );
}

function readyIn(offer: Offer): Extract<Offer, { kind: "ready" }> | undefined {
  return offer.kind === "ready" ? offer : undefined;
}
