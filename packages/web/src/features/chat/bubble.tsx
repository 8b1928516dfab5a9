import type { Author, Message } from "@yonder/client";
import { Show } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { hueOf } from "../../components/identity.ts";
import { Slot } from "../../components/slot.tsx";
import { Tick } from "../../components/tick.tsx";
import { formats, t } from "../../i18n/index.ts";
import { extras } from "../extras/extras.ts";
import { FilePlace, shownAs } from "../files/file-place.tsx";
import { isJumbo } from "./jumbo.ts";
import { removedText } from "./removed-text.ts";
import { StyledText } from "./styled-text.tsx";

interface BubbleProps {
  readonly message: Message;
  /** Of its author. */
  readonly name: string;
  /** Said before the first bubble of a group, for those who listen. */
  readonly sender: string | undefined;
  /** In a group: shown above the first bubble. */
  readonly author?: Author | undefined;
  readonly isLast: boolean;
  readonly arrivedAt: number | undefined;
}

/** How long a bubble moves in, ms, at most: afterwards a bubble made anew stands still. */
const MOVING = 600;

export function Bubble(props: BubbleProps) {
  const isBare = () => isJumbo(props.message.body);
  const isAct = () => props.message.body.startsWith("/me ");
  const body = () => (isAct() ? props.name + props.message.body.slice(3) : props.message.body);
  const fileKind = () => props.message.file && shownAs(props.message.file);
  const age = props.arrivedAt === undefined ? MOVING : performance.now() - props.arrivedAt;
  return (
    <>
      <article
        class="bubble"
        classList={{
          bare: isBare(),
          media: fileKind() === "image" || fileKind() === "video",
          fixed: fileKind() === "audio" || fileKind() === "other",
          new: age < MOVING,
          act: isAct(),
          gone: props.message.isRemoved,
          mention: props.message.isMention,
          picked: extras()?.isPicked(props.message.key),
        }}
        // A bubble that changes its group while it moves in goes on from where it was.
        style={{ "animation-delay": age > 0 && age < MOVING ? `-${Math.round(age)}ms` : undefined }}
        data-key={props.message.key}
        tabindex="-1"
      >
        <Show when={props.sender}>
          {(sender) => (
            <Show when={props.author} fallback={<span class="sr">{sender()}: </span>}>
              {(author) => (
                <div class="name" style={{ "--h": String(hueOf(author().address ?? author().id)) }}>
                  <bdi>{sender()}</bdi>
                  <span class="sr">: </span>
                </div>
              )}
            </Show>
          )}
        </Show>
        <Show when={props.message.reply}>
          {(reply) => <Slot of={extras()?.Quote} reply={reply()} peer={props.message.peer} />}
        </Show>
        <Show when={props.message.isRemoved}>
          <Icon name="bin" isSmall />
        </Show>
        <Show when={props.message.file}>
          {(file) => (
            <FilePlace message={props.message} file={file()}>
              <Show when={props.isLast}>
                <Meta {...props} />
              </Show>
            </FilePlace>
          )}
        </Show>
        <Show when={props.message.moved}>
          {(moved) => <Slot of={extras()?.MovedNote} moved={moved()} peer={props.message.peer} />}
        </Show>
        <Show when={(!props.message.file || props.message.body) && !(props.message.moved && extras())}>
          <StyledText body={props.message.isRemoved ? removedText(props.message) : body()} isJumbo={isBare()}>
            <Show when={props.isLast || props.message.isEdited}>
              <Meta {...props} />
            </Show>
          </StyledText>
        </Show>
        <Show when={props.message.link}>
          <Slot of={extras()?.LinkCard} message={props.message} />
        </Show>
      </article>
      <Show when={props.message.reactions}>
        <Slot of={extras()?.Reactions} message={props.message} />
      </Show>
    </>
  );
}

function Meta(props: BubbleProps) {
  return (
    <span class="meta">
      <Show when={props.message.isEdited}>{t("edited")}</Show>
      <Show when={props.isLast}>
        <time datetime={new Date(props.message.at).toISOString()} title={formats().full(props.message.at)}>
          {formats().time(props.message.at)}
        </time>
        <Show when={props.message.isOwn && !props.message.isRemoved}>
          <span class="tick-place" data-state={props.message.state}>
            <Tick message={props.message} />
          </span>
        </Show>
      </Show>
    </span>
  );
}
