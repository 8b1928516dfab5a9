import type { Hit } from "@yonder/client";
import { marksOf, type SearchTerm } from "@yonder/protocol";
import { For, Show } from "solid-js";
import { Avatar } from "../../../components/avatar.tsx";
import { Icon } from "../../../components/icon.tsx";
import { shortName } from "../../../components/identity.ts";
import { Tick } from "../../../components/tick.tsx";
import { formats, t } from "../../../i18n/index.ts";
import { thisMinute } from "../../../state/clock.ts";
import { formatRoute } from "../../../state/route.ts";
import { useYonder } from "../../../state/yonder.ts";
import { plainText } from "../../chat/styling.ts";
import { bytes } from "../../files/later/sizes.ts";
import { openHit } from "./open-hit.ts";
import { cutAround } from "./snippet.ts";

interface HitRowProps {
  readonly hit: Hit;
  readonly terms: readonly SearchTerm[];
}

/** A message that was found: where, when, and the words in it. */
export function HitRow(props: HitRowProps) {
  const yonder = useYonder();
  const message = () => props.hit.message;
  const peer = () => message().peer;
  const file = () => message().file;
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void openHit(yonder, props.hit);
  };
  return (
    <a class="row" href={formatRoute({ pane: "chat", peer: peer(), hasDetails: false })} onClick={open}>
      <Show
        when={file()}
        fallback={
          <Avatar
            address={peer()}
            name={yonder.nameOf(peer())}
            isGroup={yonder.isGroup(peer())}
            picture={yonder.group(peer())?.picture}
          />
        }
      >
        <span class="hit-file">
          <Icon name="file" />
        </span>
      </Show>
      <span class="grow">
        <span class="l1">
          <bdi class="who cut">
            <Show when={file()} fallback={yonder.nameOf(peer())}>
              {(shared) => <Marked text={shared().name} terms={props.terms} />}
            </Show>
          </bdi>
          <time datetime={new Date(message().at).toISOString()} title={formats().full(message().at)}>
            {formats().short(message().at, thisMinute())}
          </time>
        </span>
        <span class="l2">
          <span class="last cut" dir="auto">
            <Show when={file()} fallback={<Said {...props} />}>
              {(shared) => <AboutFile {...props} size={shared().size ?? 0} />}
            </Show>
          </span>
        </span>
      </span>
    </a>
  );
}

function Said(props: HitRowProps) {
  const yonder = useYonder();
  const message = () => props.hit.message;
  const text = () => plainText(message().body);
  return (
    <>
      <Show when={message().isOwn}>
        <Tick message={message()} />
      </Show>
      <Show when={!message().isOwn && message().author}>
        {(author) => <bdi>{`${shortName(yonder.nameIn(author()))}: `}</bdi>}
      </Show>
      <Marked text={cutAround(text(), marksOf(text(), props.terms)[0])} terms={props.terms} />
    </>
  );
}

/** What was said with it, who shared it, how large it is. */
function AboutFile(props: HitRowProps & { readonly size: number }) {
  const yonder = useYonder();
  const message = () => props.hit.message;
  const text = () => plainText(message().body);
  const who = () => {
    const { author, isOwn, peer } = message();
    if (isOwn) return t("you");
    return author ? yonder.nameIn(author) : yonder.nameOf(peer);
  };
  return (
    <>
      <Show when={text()}>
        “<Marked text={cutAround(text(), marksOf(text(), props.terms)[0])} terms={props.terms} />” ·{" "}
      </Show>
      <bdi>{who()}</bdi>
      {props.size > 0 ? ` · ${bytes(props.size)}` : ""}
    </>
  );
}

/** A text with the words marked that were looked for. */
function Marked(props: { readonly text: string; readonly terms: readonly SearchTerm[] }) {
  const pieces = () => {
    let at = 0;
    const found = marksOf(props.text, props.terms).map(({ start, end }) => {
      const before = props.text.slice(at, start);
      at = end;
      return [before, props.text.slice(start, end)] as const;
    });
    return [...found, [props.text.slice(at), ""] as const];
  };
  return (
    <For each={pieces()}>
      {([before, word]) => (
        <>
          {before}
          <Show when={word}>
            <mark>{word}</mark>
          </Show>
        </>
      )}
    </For>
  );
}
