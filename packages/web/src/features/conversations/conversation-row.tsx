import { Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { shortName } from "../../components/identity.ts";
import { Tick } from "../../components/tick.tsx";
import { formats, t } from "../../i18n/index.ts";
import { thisMinute } from "../../state/clock.ts";
import { loudIn } from "../../state/loud.ts";
import { formatRoute, openChat, route } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";
import { plainText } from "../chat/styling.ts";
import { summaryOf } from "../files/file-kind.ts";
import { draftOf, type Entry, findMark } from "./filter.ts";

export function ConversationRow(props: { readonly entry: Entry; readonly filter: string }) {
  const yonder = useYonder();
  const peer = () => props.entry.peer;
  const conversation = () => props.entry.conversation;
  const isQuiet = () => {
    const held = conversation();
    return held !== undefined && (held.isMuted || (held.unread > 0 && loudIn(held) === 0));
  };
  const isCurrent = () => {
    const here = route();
    return here.pane === "chat" && here.peer === peer();
  };
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    openChat(peer());
  };
  const unread = () => (isCurrent() && document.visibilityState === "visible" ? 0 : (conversation()?.unread ?? 0));
  return (
    <a
      class="row"
      classList={{ unread: unread() > 0 || conversation()?.isMarked === true }}
      href={formatRoute({ pane: "chat", peer: peer(), hasDetails: false })}
      aria-current={isCurrent() ? "page" : undefined}
      onClick={open}
    >
      <Avatar
        address={peer()}
        name={props.entry.name}
        presence={props.entry.contact?.presence}
        isGroup={conversation()?.kind === "group"}
        picture={yonder.group(peer())?.picture}
      />
      <span class="grow">
        <span class="l1">
          <bdi class="who cut">
            <Marked text={props.entry.name} filter={props.filter} />
            <Show when={conversation()?.isGuest || conversation()?.isStranger}>
              <span class="hint"> · {t(conversation()?.isGuest ? "isGuest" : "stranger")}</span>
            </Show>
          </bdi>
          <Show when={conversation()?.last}>
            {(last) => (
              <time datetime={new Date(last().at).toISOString()} title={formats().full(last().at)}>
                {formats().short(last().at, thisMinute())}
              </time>
            )}
          </Show>
        </span>
        <span class="l2">
          <LastLine entry={props.entry} isCurrent={isCurrent()} />
          <Show when={yonder.people().isBlocked(peer())}>
            <Icon name="block" isSmall />
            <span class="sr">{t("blocked")}</span>
          </Show>
          <Show when={conversation()?.isMuted}>
            <Icon name="mute" isSmall />
            <span class="sr">{t("muted")}</span>
          </Show>
          <Show when={conversation()?.pinned !== undefined}>
            <Icon name="pin" isSmall />
            <span class="sr">{t("pinned")}</span>
          </Show>
          <Show when={unread() > 0 && conversation()?.mentions}>
            <span class="count">
              <span aria-hidden="true">@</span>
              <span class="sr">{t("mentionsYou")}</span>
            </span>
          </Show>
          <Show when={unread() === 0 && conversation()?.isMarked}>
            <span class="count" classList={{ muted: isQuiet() }}>
              <span class="sr">{t("marked")}</span>
            </span>
          </Show>
          <Show when={unread() > 0}>
            <span class="count" classList={{ muted: isQuiet() }}>
              <span aria-hidden="true">{formats().number(unread())}</span>
              <span class="sr">{t("unread", { count: unread() })}</span>
            </span>
          </Show>
        </span>
      </span>
    </a>
  );
}

/** Writing, draft, last message or where the contact stands: the first of them that there is. */
function LastLine(props: { readonly entry: Entry; readonly isCurrent: boolean }) {
  const yonder = useYonder();
  const conversation = () => props.entry.conversation;
  const draft = () => {
    const shown = conversation();
    return shown && !props.isCurrent ? draftOf(shown) : "";
  };
  const status = () => {
    const { contact } = props.entry;
    return contact?.isPendingOut ? t("asked") : contact?.status || t(contact?.presence ?? "gone");
  };
  const isConnected = () => yonder.connection().kind === "online";
  return (
    <span class="last cut" dir="auto">
      <Show when={!(conversation()?.isTyping && isConnected())} fallback={<span class="now">{t("isWriting")}</span>}>
        <Show
          when={draft()}
          fallback={
            <Show when={conversation()?.last} fallback={status()}>
              {(last) => (
                <>
                  <Show when={last().isOwn}>
                    <Tick message={last()} />
                  </Show>
                  <Show when={!last().isOwn && last().author}>
                    {(author) => <bdi>{`${shortName(yonder.nameIn(author()))}: `}</bdi>}
                  </Show>
                  {summaryOf(last())}
                </>
              )}
            </Show>
          }
        >
          <span class="draft">{t("draft")}</span> {oneLine(draft())}
        </Show>
      </Show>
    </span>
  );
}

function Marked(props: { readonly text: string; readonly filter: string }) {
  const mark = () => findMark(props.text, props.filter);
  return (
    <Show when={mark()} fallback={props.text}>
      {(found) => (
        <>
          {props.text.slice(0, found().start)}
          <mark>{props.text.slice(found().start, found().end)}</mark>
          {props.text.slice(found().end)}
        </>
      )}
    </Show>
  );
}

/** Enough for the widest line. */
function oneLine(text: string): string {
  return plainText(text.slice(0, 400));
}
