import { createSignal, onMount, Show } from "solid-js";
import { SendButton } from "../../components/send-button.tsx";
import { t } from "../../i18n/index.ts";
import { isTouch } from "../../state/media.ts";
import { keepDraft, readDraft } from "./draft.ts";

interface GuestComposerProps {
  /** To whom, by their address. */
  readonly contact: string;
  /** Whom the guest writes to, as they are called in a sentence. */
  readonly name: string;
  readonly onSend: (body: string) => void;
}

/** Where the guest goes on writing. */
export function GuestComposer(props: GuestComposerProps) {
  const [text, setText] = createSignal(readDraft(props.contact));
  const write = (value: string) => {
    setText(value);
    keepDraft(props.contact, value);
  };
  const label = () => t("writeTo", { name: props.name });
  let area!: HTMLTextAreaElement;
  onMount(() => {
    if (!isTouch()) area.focus({ preventScroll: true });
  });
  const send = () => {
    const body = text().trim();
    if (body === "") return;
    write("");
    props.onSend(body);
    area.focus({ preventScroll: true });
  };
  const onKey = (event: KeyboardEvent) => {
    // An input method's own Enter chooses a word (keyCode 229 in Safari).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="box">
        <div class="line">
          <textarea
            ref={area}
            rows="1"
            dir="auto"
            maxlength="4000"
            aria-label={label()}
            placeholder={label()}
            enterkeyhint="send"
            value={text()}
            onInput={(event) => write(event.currentTarget.value)}
            onKeyDown={onKey}
          />
          <Show when={text().trim() !== ""}>
            <SendButton />
          </Show>
        </div>
      </div>
    </form>
  );
}
