import type { Message } from "@yonder/client";
import { createEffect, createSignal, onCleanup, onMount, Show } from "solid-js";
import { useYonder } from "../../../state/yonder.ts";
import type { TimelineState } from "../../chat/timeline-state.ts";
import { BlockDialog } from "../../people/later/block-dialog.tsx";
import { complaint, setComplaint } from "../../people/later/reported.ts";
import { setAbout } from "../about.ts";
import { mayBeMeant } from "./actions.ts";
import { ForwardDialog } from "./forward-dialog.tsx";
import { createGestures } from "./gestures.ts";
import { openPlace } from "./jump.ts";
import { MessageMenu } from "./message-menu.tsx";
import { PickBar } from "./pick-bar.tsx";
import { picked, setPicked, togglePicked } from "./picked.ts";
import { RemoveDialog } from "./remove-dialog.tsx";
import { Toolbar } from "./toolbar.tsx";

interface ToolsProps {
  readonly peer: string;
  readonly scroller: () => HTMLElement;
  readonly timeline: TimelineState;
}

interface Target {
  readonly message: Message;
  readonly bubble: HTMLElement;
}

/** What can be done with the messages of a timeline: by pointer, finger and keyboard. */
export function MessageTools(props: ToolsProps) {
  const { engine, conversation } = useYonder();
  const [target, setTarget] = createSignal<Target>();
  const [menu, setMenu] = createSignal<Target & { readonly anchor: DOMRect }>();
  const [removing, setRemoving] = createSignal<Message>();
  const [forwarding, setForwarding] = createSignal<readonly Message[]>();
  const scroller = props.scroller();
  const frame = () => scroller.getBoundingClientRect();

  const targetOf = (element: EventTarget | null): Target | undefined => {
    const bubble = element instanceof Element ? element.closest<HTMLElement>("[data-key]") : undefined;
    const message = bubble && engine.history(props.peer).find(({ key }) => key === bubble.dataset.key);
    return bubble && message ? { bubble, message } : undefined;
  };
  const openMenu = (next: Target | undefined, anchor?: DOMRect) => {
    setTarget(undefined);
    if (next) setMenu({ ...next, anchor: anchor ?? next.bubble.getBoundingClientRect() });
  };
  const closeMenu = () => {
    const { bubble } = menu() ?? {};
    setMenu(undefined);
    if (scroller.contains(document.activeElement)) bubble?.focus({ preventScroll: true });
  };
  const reply = ({ message }: Target) => {
    if (mayBeMeant(message, conversation(props.peer)?.kind === "group")) setAbout({ kind: "reply", message });
  };

  createEffect(() => {
    const { bubble } = target() ?? {};
    bubble?.toggleAttribute("data-held", true);
    onCleanup(() => bubble?.removeAttribute("data-held"));
  });
  onMount(() => {
    openPlace({ peer: props.peer, scroller: props.scroller, timeline: props.timeline });
    const stop = createGestures(scroller, {
      targetOf,
      current: target,
      show: (next) => setTarget(picked() || menu() ? undefined : next),
      openMenu,
      reply,
      isPicking: () => picked() !== undefined,
      pick: ({ message }) => togglePicked(message.key),
      stopPicking: () => setPicked(undefined),
    });
    onCleanup(stop);
  });
  onCleanup(() => {
    openPlace(undefined);
    setPicked(undefined);
    setAbout(undefined);
  });

  return (
    <>
      <Show when={target()} keyed>
        {(now) => (
          <Toolbar
            message={now.message}
            bubble={now.bubble}
            frame={frame()}
            onMore={(anchor) => openMenu(now, anchor)}
            onClose={() => setTarget(undefined)}
          />
        )}
      </Show>
      <Show when={menu()} keyed>
        {(now) => (
          <MessageMenu
            message={now.message}
            anchor={now.anchor}
            frame={frame()}
            onForward={setForwarding}
            onRemove={setRemoving}
            onClose={closeMenu}
          />
        )}
      </Show>
      <Show when={picked()}>
        <PickBar peer={props.peer} onForward={setForwarding} />
      </Show>
      <Show when={removing()}>
        {(message) => <RemoveDialog message={message()} onClose={() => setRemoving(undefined)} />}
      </Show>
      <Show when={complaint()}>
        {(about) => (
          <BlockDialog
            address={about().address}
            archiveId={about().archiveId}
            reason="spam"
            onClose={() => setComplaint(undefined)}
          />
        )}
      </Show>
      <Show when={forwarding()}>
        {(messages) => <ForwardDialog messages={messages()} onClose={() => setForwarding(undefined)} />}
      </Show>
    </>
  );
}
