import { createEffect, createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js";
import "../../i18n/later.ts";
import "../../styles/groups.css";
import { Avatar } from "../../components/avatar.tsx";
import { t } from "../../i18n/index.ts";
import { announce } from "../../state/live.ts";
import { useYonder } from "../../state/yonder.ts";
import { matching, mentionAt, withMention } from "./mention.ts";
import { memberName } from "./names.ts";

interface MentionListProps {
  readonly peer: string;
  readonly area: HTMLTextAreaElement;
  readonly text: string;
  readonly onWrite: (text: string) => void;
}

/** Over the composer, while a name is written behind an @: people to choose from, by keyboard or by pointer. */
export function MentionList(props: MentionListProps) {
  const yonder = useYonder();
  const [cursor, setCursor] = createSignal(props.area.selectionStart);
  const [index, setIndex] = createSignal(0);
  const [dismissed, setDismissed] = createSignal(-1);
  const mention = createMemo(() => mentionAt(props.text, Math.min(cursor(), props.text.length)));
  const people = createMemo(() => {
    const here = mention();
    if (!here || here.start === dismissed()) return [];
    const members = yonder.group(props.peer)?.members.filter(({ isOwn, nick }) => !isOwn && nick) ?? [];
    const named = members.map((member) => ({ ...member, name: memberName(yonder, member) }));
    return matching(named, here.typed);
  });
  const isOpen = () => people().length > 0;
  const choose = (at: number) => {
    const here = mention();
    const person = people()[at];
    if (!here || !person) return;
    const next = withMention(props.text, here, person.nick);
    props.onWrite(next.text);
    props.area.value = next.text;
    props.area.setSelectionRange(next.cursor, next.cursor);
    props.area.focus({ preventScroll: true });
    setCursor(next.cursor);
  };
  const move = (by: number) => {
    const count = people().length;
    setIndex((index() + by + count) % count);
  };
  const KEYS: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => choose(index()),
    Tab: () => choose(index()),
    Escape: () => setDismissed(mention()?.start ?? -1),
  };
  // Before the composer sends on Enter.
  const onKey = (event: KeyboardEvent) => {
    const act = KEYS[event.key];
    if (!act || !isOpen() || event.isComposing || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  };
  const onMove = () => setCursor(props.area.selectionStart);
  onMount(() => {
    props.area.addEventListener("keydown", onKey, { capture: true });
    document.addEventListener("selectionchange", onMove);
    props.area.addEventListener("input", onMove);
  });
  onCleanup(() => {
    props.area.removeEventListener("keydown", onKey, { capture: true });
    document.removeEventListener("selectionchange", onMove);
    props.area.removeEventListener("input", onMove);
    describe(props.area, undefined);
  });
  createEffect(() => {
    people();
    setIndex(0);
  });
  createEffect(() => {
    const count = people().length;
    if (count > 0) announce(t("mentionCount", { count }));
  });
  createEffect(() => describe(props.area, isOpen() ? `mention-${index()}` : undefined));
  return (
    <Show when={isOpen()}>
      <div id="mentions" class="mentions" role="listbox" aria-label={t("mentionPeople")}>
        <For each={people()}>
          {(person, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the composer has the focus, and the keys.
            // biome-ignore lint/a11y/useFocusableInteractive: as above.
            <div
              id={`mention-${at()}`}
              role="option"
              class="person"
              aria-selected={at() === index()}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(at())}
            >
              <Avatar address={person.address ?? person.key} name={person.name} size={2} />
              <bdi class="cut grow">{person.name}</bdi>
            </div>
          )}
        </For>
      </div>
    </Show>
  );
}

/** The composer says which of the people is chosen, as a combobox does. */
function describe(area: HTMLTextAreaElement, active: string | undefined): void {
  const set = (name: string, value: string | undefined) =>
    value === undefined ? area.removeAttribute(name) : area.setAttribute(name, value);
  set("aria-controls", active && "mentions");
  set("aria-activedescendant", active);
  set("aria-autocomplete", active && "list");
}
