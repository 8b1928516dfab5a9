import type { Author, Message } from "@yonder/client";
import { Show } from "solid-js";
import { hueOf } from "../../components/identity.ts";
import { Tick } from "../../components/tick.tsx";
import { formats } from "../../i18n/index.ts";
import { isJumbo } from "./jumbo.ts";
import { StyledText } from "./styled-text.tsx";

interface BubbleProps {
  readonly message: Message;
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
  const age = props.arrivedAt === undefined ? MOVING : performance.now() - props.arrivedAt;
  return (
    <article
      class="bubble"
      classList={{ bare: isBare(), new: age < MOVING, mention: props.message.isMention ?? false }}
      // A bubble that changes its group while it moves in goes on from where it was.
      style={{ "animation-delay": age > 0 && age < MOVING ? `-${Math.round(age)}ms` : undefined }}
      data-key={props.message.key}
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
      <StyledText body={props.message.body} isJumbo={isBare()}>
        <Show when={props.isLast}>
          <span class="meta">
            <time datetime={new Date(props.message.at).toISOString()} title={formats().full(props.message.at)}>
              {formats().time(props.message.at)}
            </time>
            <Show when={props.message.isOwn}>
              <span class="tick-place" data-state={props.message.state}>
                <Tick message={props.message} />
              </span>
            </Show>
          </span>
        </Show>
      </StyledText>
    </article>
  );
}
