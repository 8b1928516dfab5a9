import type { Message } from "@yonder/client";
import { createSignal, For, Match, onMount, Show, Switch } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { onDemand } from "../../components/on-demand.tsx";
import { formats, t } from "../../i18n/index.ts";
import { thisMinute } from "../../state/clock.ts";
import { followRows, type Row } from "../../state/rows.ts";
import { useYonder } from "../../state/yonder.ts";
import { AfterGroup } from "./after-group.tsx";
import { Bubble } from "./bubble.tsx";
import type { Filling } from "./filling.ts";
import { type Item, isSameItem, roughHeight } from "./grouping.ts";

const GroupNotes = onDemand(async () => (await import("../groups/group-notes.tsx")).GroupNotes);

interface PieceProps {
  readonly piece: Row<readonly Item[]>;
  readonly peer: string;
  readonly name: string;
  /** New ones come below it: it is drawn from the start. */
  readonly isNewest: boolean;
  readonly filling: Filling;
  readonly arrivedAt: (key: string) => number | undefined;
}

/** A stretch of the timeline. Until it comes near to what is seen, and when it is far again, it is an empty box of about its height. */
export function Piece(props: PieceProps) {
  const [height, setHeight] = createSignal(props.isNewest ? undefined : roughHeight(props.piece.value()));
  let element!: HTMLOListElement;
  onMount(() =>
    props.filling.observe(element, {
      isFilled: () => height() === undefined,
      fill: () => setHeight(undefined),
      empty: setHeight,
    }),
  );
  return (
    <ol class="piece" ref={element} style={{ "block-size": height() === undefined ? undefined : `${height()}px` }}>
      <Show when={height() === undefined}>
        <Items {...props} />
      </Show>
    </ol>
  );
}

/** The items that are on the page now: what changes in them changes in place. */
function Items(props: PieceProps) {
  const items = followRows(props.piece.value, keyOf, isSameItem);
  return <For each={items()}>{(item) => <ItemView at={props} item={item.value()} />}</For>;
}

const keyOf = ({ key }: { readonly key: string }) => key;

type Group = Extract<Item, { kind: "group" }>;

function ItemView(props: { readonly at: PieceProps; readonly item: Item }) {
  const as = <K extends Item["kind"]>(kind: K) =>
    props.item.kind === kind ? (props.item as Extract<Item, { kind: K }>) : undefined;
  return (
    <Switch>
      <Match when={as("day")}>{(day) => <li class="day">{formats().day(day().at, thisMinute())}</li>}</Match>
      <Match when={as("horizon")}>
        {(horizon) => (
          <li class="horizon">
            <span class="in">
              <svg class="half-sun" aria-hidden="true">
                <use href="#half" />
              </svg>
              {t("newMessages", { count: horizon().count })}
            </span>
          </li>
        )}
      </Match>
      <Match when={as("notes")}>
        {(notes) => (
          <li class="note">
            <GroupNotes notices={notes().notices} />
          </li>
        )}
      </Match>
      <Match when={as("group")}>{(group) => <GroupView at={props.at} group={group()} />}</Match>
    </Switch>
  );
}

function GroupView(props: { readonly at: PieceProps; readonly group: Group }) {
  const yonder = useYonder();
  const messages = followRows(() => props.group.messages, keyOf);
  const last = (): Message | undefined => props.group.messages.at(-1);
  const author = () => (props.group.isOwn ? undefined : props.group.messages[0]?.author);
  const nameOfWriter = () => {
    const who = author();
    if (props.group.isOwn) return yonder.nameOf(yonder.address());
    return who ? yonder.nameIn(who) : props.at.name;
  };
  const sender = () => {
    const who = author();
    if (who) return yonder.nameIn(who);
    return props.group.isOwn ? t("you") : props.at.name;
  };
  return (
    <li class="group-of" classList={{ own: props.group.isOwn, theirs: !props.group.isOwn }}>
      <Show when={author()}>{(who) => <Avatar address={who().address ?? who().id} name={yonder.nameIn(who())} />}</Show>
      <div class="bubbles">
        <For each={messages()}>
          {(message, index) => (
            <Bubble
              message={message.value()}
              name={nameOfWriter()}
              sender={index() === 0 ? sender() : undefined}
              author={index() === 0 ? author() : undefined}
              isLast={index() === props.group.messages.length - 1}
              arrivedAt={props.at.arrivedAt(message.key)}
            />
          )}
        </For>
        <Show when={props.group.isOwn && last()}>
          {(message) => <AfterGroup message={message()} name={props.at.name} engine={yonder.engine} />}
        </Show>
      </div>
    </li>
  );
}
