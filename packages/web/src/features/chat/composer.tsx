import { createEffect, createSignal, on, onCleanup, onMount, Show, untrack } from "solid-js";
import { shortName } from "../../components/identity.ts";
import { onDemand } from "../../components/on-demand.tsx";
import { SendButton } from "../../components/send-button.tsx";
import { Slot } from "../../components/slot.tsx";
import { t } from "../../i18n/index.ts";
import { isTouch } from "../../state/media.ts";
import { useYonder } from "../../state/yonder.ts";
import { aboutOf, mayEdit, setAbout } from "../extras/about.ts";
import { extras } from "../extras/extras.ts";
import { files } from "../files/files.ts";

const MentionList = onDemand(async () => (await import("../groups/mention-list.tsx")).MentionList);

/** Where messages are written. Every keystroke is kept as the conversation's draft. Made anew for each contact. */
export function Composer(props: { readonly peer: string }) {
  const { engine, conversation, isGroup, nameOf } = useYonder();
  const peer = props.peer;
  const [text, setText] = createSignal(conversation(peer)?.draft ?? "");
  const label = () => (isGroup(peer) ? t("writeToAll") : t("writeTo", { name: shortName(nameOf(peer)) }));
  const [isMounted, setMounted] = createSignal(false);
  let area!: HTMLTextAreaElement;
  let isTouched = false;
  /** A draft that is on its way, with files which are being prepared: it is kept until it leaves. */
  let leaving: string | undefined;

  // The draft may come from storage a moment later than the page, which has set the cursor here by then; or from another tab, where it goes on, or left.
  createEffect(() => {
    const draft = conversation(peer)?.draft ?? "";
    if (draft === leaving) return;
    leaving = undefined;
    const isWritten = isTouched && document.hasFocus() && document.activeElement === area;
    if (!isWritten && !untrack(isEdit)) setText(draft);
  });
  createEffect(() => {
    text();
    growWithText(area);
  });
  onMount(() => {
    setMounted(true);
    if (!isTouch()) area.focus({ preventScroll: true });
    area.setSelectionRange(area.value.length, area.value.length);
  });
  onCleanup(() => engine.setTyping(peer, false));
  const about = () => aboutOf(peer);
  const isEdit = () => about()?.kind === "edit";
  createEffect(
    on(
      about,
      (now, before) => {
        if (now?.kind === "edit") setText(now.message.body);
        else if (before?.kind === "edit") setText(conversation(peer)?.draft ?? "");
        area.focus({ preventScroll: true });
      },
      { defer: true },
    ),
  );

  const attached = () => files()?.attachedTo(peer).length ?? 0;

  const write = (value: string) => {
    isTouched = true;
    setText(value);
    if (isEdit()) return;
    engine.setDraft(peer, value);
    engine.setTyping(peer, value.trim() !== "");
  };
  const letLeave = () => {
    leaving = text();
    setText("");
    engine.setTyping(peer, false);
  };
  const send = () => {
    const body = text().replace(/^\n+|\s+$/gu, "");
    const now = about();
    const isSent = now?.kind !== "edit" && files()?.sendAttached(engine, peer, body, now?.message.key);
    if (body === "" && !isSent) return;
    if (isSent && body !== "") letLeave();
    else write("");
    setAbout(undefined);
    if (isSent) return area.focus({ preventScroll: true });
    if (now?.kind === "edit") engine.edit(now.message.key, body);
    else engine.send(peer, body, { ...(now && { reply: now.message.key }), link: extras()?.takeLink(peer, body) });
    area.focus({ preventScroll: true });
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    send();
  };
  const editLast = () => {
    const message = engine.history(peer).findLast(mayEdit);
    if (message) setAbout({ kind: "edit", message });
  };
  const insert = (emoji: string) => {
    area.setRangeText(emoji, area.selectionStart, area.selectionEnd, "end");
    write(area.value);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowUp" && text() === "" && !about()) return editLast();
    if (event.key === "Escape" && about()) {
      event.preventDefault();
      setAbout(undefined);
    }
    // An input method's own Enter chooses a word (keyCode 229 in Safari).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };

  return (
    <form class="composer" onSubmit={submit}>
      <Slot of={files()?.DropSurface} peer={peer} />
      <div class="box">
        <Show when={isGroup(peer) && text().includes("@") && isMounted()}>
          <MentionList peer={peer} area={area} text={text()} onWrite={write} />
        </Show>
        <Show when={about()}>{(now) => <Slot of={extras()?.AboutBar} about={now()} />}</Show>
        <Slot of={extras()?.LinkOffer} peer={peer} text={text()} isEdit={isEdit()} />
        <Show when={attached() > 0}>
          <Slot of={files()?.Tray} peer={peer} />
        </Show>
        <Show when={files()?.isRecording(peer)}>
          <Slot of={files()?.Recorder} peer={peer} />
        </Show>
        <div class="line" hidden={files()?.isRecording(peer)}>
          <span class="attach-place">
            <Slot of={files()?.AttachButton} peer={peer} />
          </span>
          <textarea
            ref={area}
            rows="1"
            dir="auto"
            aria-label={label()}
            placeholder={label()}
            enterkeyhint="send"
            value={text()}
            onInput={(event) => write(event.currentTarget.value)}
            onKeyDown={onKey}
          />
          <Slot of={extras()?.EmojiButton} onPick={insert} />
          <Show when={text().trim() !== "" || attached() > 0} fallback={<Slot of={files()?.VoiceButton} peer={peer} />}>
            <SendButton />
          </Show>
        </div>
      </div>
    </form>
  );
}

const GROWS_BY_ITSELF = CSS.supports("field-sizing", "content");

/** COMPAT: Firefox and older Safari have no field-sizing. */
function growWithText(area: HTMLTextAreaElement): void {
  if (GROWS_BY_ITSELF) return;
  area.style.setProperty("height", "auto");
  area.style.setProperty("height", `${area.scrollHeight}px`);
}
