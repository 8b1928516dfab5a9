import "../../../i18n/later.ts";
import "./search.css";
import type { Hit, SearchResults } from "@yonder/client";
import { searchTerms } from "@yonder/protocol";
import { createEffect, createMemo, createSignal, For, type JSX, on, onCleanup, Show } from "solid-js";
import { IconButton } from "../../../components/icon-button.tsx";
import { formats, t } from "../../../i18n/index.ts";
import { followRows, isAlike } from "../../../state/rows.ts";
import { searchIn } from "../../../state/search.ts";
import { useYonder } from "../../../state/yonder.ts";
import { ConversationRow } from "../../conversations/conversation-row.tsx";
import { type Entry, filterEntries } from "../../conversations/filter.ts";
import { HitRow } from "./hit-row.tsx";

interface FoundProps {
  readonly words: string;
  /** In this conversation alone. */
  readonly within: string | undefined;
  readonly entries: readonly Entry[];
}

/** Whoever types goes on typing, ms. */
const PAUSE = 180;

/** What is found while one types: people and groups at once, messages and files as they are found. */
export function Found(props: FoundProps) {
  const yonder = useYonder();
  const terms = createMemo(() => searchTerms(props.words));
  const [results, setResults] = createSignal<SearchResults>();
  const [since, setSince] = createSignal<number>();
  const search = createSearch(setResults);
  const hits = () => (terms().length > 0 ? (results()?.hits ?? []) : []);
  const messages = () => hits().filter(({ message }) => !message.file);
  const files = () => hits().filter(({ message }) => message.file);
  const people = followRows(
    () => (props.within ? [] : namedBy(props.entries, props.words)),
    ({ peer }) => peer,
    isAlike,
  );
  const isSearching = () => terms().length > 0 && results()?.isSearching !== false;
  const isNothing = () => !isSearching() && props.words.trim() !== "" && people().length + hits().length === 0;
  const count = () => people().length + hits().length;

  createEffect(
    on([() => props.words, () => props.within, () => yonder.connection().kind === "online"], ([text, within]) => {
      search(text, within);
    }),
  );
  createEffect(() => {
    if (isNothing() && since() === undefined)
      void yonder.engine.past
        .search()
        .then((api) => api.since())
        .then(setSince, () => undefined);
  });

  return (
    <>
      <Show when={props.within}>
        {(peer) => (
          <p class="search-in">
            <span class="cut">{t("searchesIn", { name: yonder.nameOf(peer()) })}</span>
            <IconButton icon="x" label={t("searchAll")} onPress={() => searchIn(undefined)} />
          </p>
        )}
      </Show>
      <p class="sr" role="status">
        {props.words.trim() && !isSearching() ? t("foundCount", { count: count() }) : ""}
      </p>
      <Show when={results()?.isOnlyHere && terms().length > 0 && !isNothing()}>
        <p class="search-note">{t("onlyHere")}</p>
      </Show>
      <Section title={t("peopleAndGroups")} list={people()}>
        {(entry) => <ConversationRow entry={entry.value()} filter={props.words} />}
      </Section>
      <Section title={counted("foundMessages", messages(), results())} list={messages()}>
        {(hit) => <HitRow hit={hit} terms={terms()} />}
      </Section>
      <Section title={counted("foundFiles", files(), results())} list={files()}>
        {(hit) => <HitRow hit={hit} terms={terms()} />}
      </Section>
      <Show when={isSearching()}>
        <p class="search-note">{t("stillLooking")}</p>
      </Show>
      <Show when={!isSearching() && results()?.hasMore && hits().length > 0}>
        <button type="button" class="button quiet search-more" onClick={() => search.more()}>
          {t("lookFurther")}
        </button>
      </Show>
      <Show when={isNothing()}>
        <div class="empty">
          <h2>{t("nothingWith", { text: props.words.trim() })}</h2>
          <p>{whatWasSearched(results(), since(), props.within !== undefined)}</p>
        </div>
      </Show>
    </>
  );
}

function Section<T extends object>(props: {
  readonly title: string;
  readonly list: readonly T[];
  readonly children: (one: T) => JSX.Element;
}) {
  return (
    <Show when={props.list.length > 0}>
      <section>
        <h2 class="section-title">{props.title}</h2>
        <ul>
          <For each={props.list}>{(one) => <li>{props.children(one)}</li>}</For>
        </ul>
      </section>
    </Show>
  );
}

/** By their names alone: their messages are found as such. */
function namedBy(entries: readonly Entry[], words: string): readonly Entry[] {
  if (!words.trim()) return [];
  const named = filterEntries(
    entries.map(({ peer, name }) => ({ peer, name })),
    words,
  );
  const peers = new Set(named.map(({ peer }) => peer));
  return entries.filter(({ peer }) => peers.has(peer));
}

function counted(text: "foundMessages" | "foundFiles", hits: readonly Hit[], results?: SearchResults): string {
  const number = formats().number(hits.length);
  return t(text, { number: results?.hasMore ? `${number}+` : number });
}

function whatWasSearched(results: SearchResults | undefined, since: number | undefined, isWithin: boolean): string {
  if (results?.isOnlyHere) return t("searchedHere");
  if (isWithin) return t("searchedThere");
  return since === undefined ? t("searchedAll") : t("searchedSince", { month: monthOf(since) });
}

function monthOf(at: number): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", year: "numeric" }).format(at);
}

/** Runs one search at a time, once the reader pauses. */
function createSearch(show: (results: SearchResults | undefined) => void) {
  const { engine } = useYonder();
  let running: string | undefined;
  let timer = 0;
  const unlisten = engine.on("found", ({ id, results }) => id === running && show(results));
  const tell = async (what: "more" | "stop", id: string | undefined) => {
    if (id !== undefined) await (await engine.past.search())[what](id);
  };
  const stop = () => {
    clearTimeout(timer);
    void tell("stop", running).catch(() => undefined);
    running = undefined;
  };
  const start = async (words: string, within: string | undefined) => {
    const id = crypto.randomUUID();
    running = id;
    await (await engine.past.search()).find(id, words, within);
    if (running !== id) await tell("stop", id);
  };
  onCleanup(() => {
    stop();
    unlisten();
  });
  const search = (words: string, within: string | undefined) => {
    stop();
    show(undefined);
    if (searchTerms(words).length > 0) timer = window.setTimeout(() => void start(words, within).catch(failed), PAUSE);
    else show({ hits: [], isSearching: false, isOnlyHere: false, hasMore: false });
  };
  const failed = () => show({ hits: [], isSearching: false, isOnlyHere: true, hasMore: false });
  search.more = () => void tell("more", running).catch(() => undefined);
  return search;
}
