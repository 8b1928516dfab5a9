import { createSignal, createUniqueId, onMount, Show } from "solid-js";
import { ErrorLine, Field } from "../../components/field.tsx";
import { t } from "../../i18n/index.ts";
import { isTouch } from "../../state/media.ts";
import { calledOf, type OpenContact } from "./contact.ts";
import { ContactFace } from "./contact-face.tsx";
import { keepDraft, readDraft } from "./draft.ts";

interface FirstWordProps {
  readonly contact: OpenContact;
  readonly onSend: (nick: string, body: string) => void;
}

/** Characters of a name and of a message that the server takes. */
const MAX_NICK = 60;
const MAX_BODY = 4_000;

/** The guest's name and first message. */
export function FirstWord(props: FirstWordProps) {
  const [nick, setNick] = createSignal("");
  const [body, setBody] = createSignal(readDraft(props.contact.address));
  const write = (value: string) => {
    setBody(value);
    keepDraft(props.contact.address, value);
  };
  const [isTried, setTried] = createSignal(false);
  const area = createUniqueId();
  let nickField: HTMLInputElement | undefined;
  let bodyField!: HTMLTextAreaElement;
  onMount(() => {
    if (!isTouch()) nickField?.focus();
  });
  const nickError = () => isTried() && nick().trim() === "";
  const bodyError = () => isTried() && body().trim() === "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried(true);
    if (nickError()) nickField?.focus();
    else if (bodyError()) bodyField.focus();
    else {
      keepDraft(props.contact.address, "");
      props.onSend(nick().trim(), body().trim());
    }
  };
  return (
    <>
      <div class="portrait">
        <ContactFace contact={props.contact} size={5.5} />
        <h1>{t("writeTo", { name: props.contact.name })}</h1>
        <p class="hint">
          <span classList={{ here: props.contact.isHere }}>{t(props.contact.isHere ? "here" : "gone")}</span>
          {" · "}
          <bdi>{props.contact.place}</bdi>
        </p>
      </div>
      <form class="form" onSubmit={submit} noValidate>
        <Field
          label={t("yourName")}
          value={nick()}
          onInput={setNick}
          error={nickError() ? t("guestNameEmpty") : undefined}
          autocomplete="name"
          maxlength={MAX_NICK}
          ref={(input) => (nickField = input)}
        />
        <div class="field">
          <label for={area}>{t("guestMessage")}</label>
          <div class="input" classList={{ bad: bodyError() }}>
            <textarea
              ref={bodyField}
              id={area}
              rows="3"
              dir="auto"
              maxlength={MAX_BODY}
              value={body()}
              aria-invalid={bodyError() ? "true" : undefined}
              aria-describedby={bodyError() ? `${area}-error` : undefined}
              onInput={(event) => write(event.currentTarget.value)}
            />
          </div>
          <Show when={bodyError()}>
            <ErrorLine id={`${area}-error`} text={t("guestMessageEmpty")} />
          </Show>
        </div>
        <button type="submit" class="button">
          {t("send")}
        </button>
        <p class="hint centred">{t("guestFoot", { name: calledOf(props.contact) })}</p>
      </form>
    </>
  );
}
