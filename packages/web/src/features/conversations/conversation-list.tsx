import { createEffect, createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { Brand, Icon, type IconName } from "../../components/icon.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { onDemand } from "../../components/on-demand.tsx";
import { Rich } from "../../components/rich.tsx";
import { Slot } from "../../components/slot.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { isPhone } from "../../state/media.ts";
import { go, openChat, route } from "../../state/route.ts";
import { followRows, isAlike } from "../../state/rows.ts";
import { words as filter, searchIn, setWords as setFilter, within } from "../../state/search.ts";
import { useYonder } from "../../state/yonder.ts";
import { care } from "../care/care.ts";
import { LinkLine } from "../connection/link-line.tsx";
import { ConversationRow } from "./conversation-row.tsx";
import { filterEntries, listEntries } from "./filter.ts";
import { moveFocus } from "./move-focus.ts";

const EmptyList = onDemand(async () => (await import("./empty-list.tsx")).EmptyList);
const RequestDialog = onDemand(async () => (await import("./request-dialog.tsx")).RequestDialog);

/** So many are drawn at first, and then as one scrolls down. */
const SCREENFUL = 40;
/** Nearer to the end of those than this, px, more are drawn. */
const NEAR_END = 1_000;

export function ConversationList(props: { readonly onNew: () => void }) {
  const yonder = useYonder();
  const [found, setFound] = createSignal<typeof import("../search/later/found.tsx").Found>();
  const isSearching = () => filter() !== "" || within() !== undefined;
  const asking = () => yonder.requests().length + yonder.invitations().length;
  const [isAsking, setAsking] = createSignal(false);
  const entries = createMemo(() => listEntries(yonder.conversations(), yonder.contacts(), yonder.nameOf));
  const isArchive = createMemo((before: boolean) => {
    const here = route();
    return here.pane === "list" ? here.isArchive === true : before;
  }, false);
  const listed = createMemo(() => Map.groupBy(entries(), ({ conversation }) => conversation?.isArchived === true));
  const shown = followRows(
    () => (filter() ? filterEntries(entries(), filter()) : (listed().get(isArchive()) ?? [])),
    ({ peer }) => peer,
    isAlike,
  );
  const [most, setMost] = createSignal(SCREENFUL);
  const drawn = createMemo(() => shown().slice(0, most()));
  const drawMore = ({ currentTarget: { scrollHeight, scrollTop, clientHeight } }: { currentTarget: Element }) => {
    const isNear = scrollHeight - scrollTop - clientHeight < NEAR_END;
    if (isNear && most() < shown().length) setMost(most() + SCREENFUL);
  };
  const ask = () => setAsking(true);
  let search: HTMLInputElement | undefined;
  let rows: HTMLElement | undefined;

  const onShortcut = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (route().pane === "settings") go({ pane: "list" });
      search?.focus();
      search?.select();
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    }
  };
  onMount(() => addEventListener("keydown", onShortcut));
  onCleanup(() => removeEventListener("keydown", onShortcut));

  const step = (by: number) => {
    const here = route();
    const at = here.pane === "chat" ? shown().findIndex(({ key }) => key === here.peer) : -1;
    const next = shown()[at === -1 ? 0 : at + by];
    if (next) openChat(next.key);
  };
  createEffect(() => {
    // Until it is there, and without a connection, names and last messages are looked through.
    if (isSearching() && !found())
      import("../search/later/found.tsx").then(
        (loaded) => setFound(() => loaded.Found),
        () => {},
      );
  });
  createEffect(() => within() && search?.focus());
  const hold = (list: HTMLElement) => {
    rows = list;
    list.addEventListener("keydown", (event) => moveFocus(list, event));
  };
  const clear = () => {
    setFilter("");
    search?.focus();
  };
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape" && filter()) setFilter("");
    else if (event.key === "Escape" && within()) searchIn(undefined);
    else if (event.key === "ArrowDown") moveFocus(rows, event);
    else if (event.key === "Enter" && isSearching()) rows?.querySelector<HTMLElement>(".row")?.click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="list" role={isPhone() ? "main" : undefined}>
      <nav class="list-body" aria-label={t("conversations")}>
        <div class="pane-head">
          <h1 class="sr">{t("conversations")}</h1>
          <span class="wordmark grow" aria-hidden="true">
            <Brand /> Yonder
          </span>
          <IconButton class="not-phone" icon="plus" label={t("newConversation")} onPress={props.onNew} />
          <button
            type="button"
            class="icon-button"
            aria-label={t("settingsOf", { name: yonder.address() })}
            title={t("settings")}
            onClick={() => go({ pane: "settings", section: undefined })}
          >
            <Avatar address={yonder.address()} name={yonder.nameOf(yonder.address())} size={2} />
          </button>
        </div>
        <label class="search">
          <Icon name="search" />
          <span class="sr">{t("search")}</span>
          <input
            ref={search}
            type="search"
            dir="auto"
            placeholder={t("search")}
            value={filter()}
            onInput={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={onSearchKey}
          />
          <Show when={filter()}>
            <IconButton class="clear" icon="x" label={t("clear")} onPress={clear} />
          </Show>
        </label>
        <Show when={isPhone()}>
          <LinkLine />
        </Show>
        <p class="sr" role="status">
          {filter() && !found() ? t("searchHits", { count: shown().length }) : ""}
        </p>
        <Show when={entries().length > 0 || asking() > 0} fallback={<EmptyList onNew={props.onNew} />}>
          <Show
            when={isSearching() && found()}
            keyed
            fallback={
              <>
                <ul class="rows" ref={hold} onScroll={drawMore}>
                  <Asking icon="person" count={filter() ? 0 : yonder.requests().length} text="requests" onAsk={ask} />
                  <Asking
                    icon="people"
                    count={filter() ? 0 : yonder.invitations().length}
                    text="groupsAsk"
                    onAsk={ask}
                  />
                  <Slot
                    of={care()?.ArchiveRow}
                    count={filter() ? 0 : (listed().get(true)?.length ?? 0)}
                    isOpen={isArchive()}
                  />
                  <For each={drawn()}>
                    {(entry) => (
                      <li data-peer={entry.key}>
                        <ConversationRow entry={entry.value()} filter={filter()} />
                        <Slot of={care()?.MoreButton} peer={entry.key} />
                      </li>
                    )}
                  </For>
                </ul>
                <Show when={filter() && shown().length === 0}>
                  <div class="empty">
                    <h2>{t("nothingWith", { text: filter() })}</h2>
                    <p>{t("nothingWithText")}</p>
                  </div>
                </Show>
              </>
            }
          >
            {(Found) => (
              <div class="rows found" ref={hold}>
                <Found words={filter()} within={within()} entries={entries()} />
              </div>
            )}
          </Show>
        </Show>
        <IconButton class="solid fab" icon="plus" label={t("newConversation")} onPress={props.onNew} />
        <Slot of={care()?.RowTools} />
        <Show when={isAsking()}>
          <RequestDialog onClose={() => setAsking(false)} />
        </Show>
      </nav>
    </div>
  );
}

interface AskingProps {
  readonly icon: IconName;
  readonly count: number;
  readonly text: Key;
  readonly onAsk: () => void;
}

/** Above the conversations: those who wait for a yes. */
function Asking(props: AskingProps) {
  return (
    <Show when={props.count > 0}>
      <li>
        <button type="button" class="row request" onClick={() => props.onAsk()}>
          <span class="icon-place">
            <Icon name={props.icon} />
          </span>
          <span class="grow">
            <Rich text={t(props.text, { count: props.count })} />
          </span>
        </button>
      </li>
    </Show>
  );
}
