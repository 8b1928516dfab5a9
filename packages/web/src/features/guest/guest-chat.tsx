import type { ConnectionState } from "@yonder/client";
import type { GuestMessage, GuestTalk } from "@yonder/client/guest";
import { createEffect, createSignal, For, on, onCleanup, onMount, Show } from "solid-js";
import { Dialog } from "../../components/dialog.tsx";
import { Icon } from "../../components/icon.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { t } from "../../i18n/index.ts";
import { calledOf, type OpenContact } from "./contact.ts";
import { ContactFace } from "./contact-face.tsx";
import { keepDraft } from "./draft.ts";
import { GuestComposer } from "./guest-composer.tsx";
import { GuestGroup, groupsOf } from "./guest-group.tsx";
import { GuestLinkLine } from "./guest-link-line.tsx";
import { tellSite } from "./site.ts";

interface GuestChatProps {
  readonly contact: OpenContact;
  readonly talk: GuestTalk;
  readonly messages: readonly GuestMessage[];
  readonly connection: ConnectionState;
  /** The server knows this guest no more. */
  readonly isOver: boolean;
}

/** So many pixels from the newest message, one reads along. */
const NEAR_END = 48;

/** The conversation as the guest has it. */
export function GuestChat(props: GuestChatProps) {
  const [isEnding, setEnding] = createSignal(false);
  const [news, setNews] = createSignal("");
  let scroller!: HTMLDivElement;
  let isAtEnd = true;
  const toEnd = () => scroller.scrollTo(0, scroller.scrollHeight);
  const noteEnd = () => {
    isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;
  };
  const name = () => props.contact.name;
  const look = () => document.visibilityState === "visible" && props.talk.markRead();
  onMount(() => {
    document.addEventListener("visibilitychange", look);
    // What comes above or below takes room from the messages: the newest stays in sight.
    const sizes = new ResizeObserver(() => isAtEnd && toEnd());
    sizes.observe(scroller);
    onCleanup(() => {
      document.removeEventListener("visibilitychange", look);
      sizes.disconnect();
    });
  });
  createEffect(
    on(
      () => props.messages.at(-1),
      (newest, former) => {
        toEnd();
        if (!newest || newest.isOwn) return;
        look();
        if (!former || former.id === newest.id) return;
        tellSite("message");
        setNews(t("announce", { name: name(), text: newest.body }));
      },
    ),
  );
  const end = () => {
    keepDraft(props.contact.address, "");
    props.talk.end();
  };
  const isKept = () => {
    const newest = props.messages.at(-1);
    return !props.isOver && !props.contact.isHere && newest?.isOwn && newest.state === "stored";
  };
  return (
    <div class="guest">
      <main class="chat">
        <header class="pane-head">
          <ContactFace contact={props.contact} size={2.5} />
          <div class="who-line">
            <h1 class="cut">
              <bdi>{name()}</bdi>
            </h1>
            <span classList={{ here: props.contact.isHere }}>{t(props.contact.isHere ? "here" : "gone")}</span>
          </div>
          <IconButton icon="out" label={t("guestEnd")} onPress={() => setEnding(true)} />
        </header>
        <GuestLinkLine connection={props.connection} onPress={() => props.talk.check()} />
        <div
          class="scroll"
          ref={scroller}
          onScroll={noteEnd}
          role="log"
          aria-live="off"
          tabindex="0"
          aria-label={t("messagesWith", { name: name() })}
        >
          <div class="timeline">
            <Show when={!props.isOver}>
              <p class="note">{t("guestNote", { name: calledOf(props.contact) })}</p>
            </Show>
            <ol>
              <For each={groupsOf(props.messages)}>
                {(group) => <GuestGroup messages={group} name={name()} talk={props.talk} />}
              </For>
            </ol>
            <Show when={isKept()}>
              <p class="note">{t("whenBack", { name: calledOf(props.contact) })}</p>
            </Show>
          </div>
        </div>
        <Show
          when={props.isOver}
          fallback={
            <GuestComposer
              contact={props.contact.address}
              name={calledOf(props.contact)}
              onSend={(body) => props.talk.send(body)}
            />
          }
        >
          <div class="link-line" data-is="lost" role="status">
            <Icon name="off" />
            <span class="grow">{t("guestOver")}</span>
            <button type="button" class="text-button" onClick={() => props.talk.beginAgain()}>
              {t("guestAgain")}
            </button>
          </div>
        </Show>
        <p class="by">
          <a href="/" target={parent === window ? undefined : "_blank"}>
            {t("guestAbout")}
          </a>
          {" · "}
          {t("guestNoAccount")}
        </p>
      </main>
      <p class="sr" role="status" aria-live="polite">
        {news()}
      </p>
      <Show when={isEnding()}>
        <Dialog title={t("guestEndTitle")} onClose={() => setEnding(false)}>
          <p>{t("guestEndText")}</p>
          <div class="acts-end">
            <button type="button" class="button line" onClick={() => setEnding(false)}>
              {t("cancel")}
            </button>
            <button type="button" class="button danger" onClick={end}>
              {t("guestEndIt")}
            </button>
          </div>
        </Dialog>
      </Show>
    </div>
  );
}
