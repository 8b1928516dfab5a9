import "../../styles/details.css";
import "../../i18n/later.ts";
import { createSignal, onMount, Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine, Field } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { nameFromAddress } from "../../components/identity.ts";
import { createInviteLink } from "../../components/invite-link.tsx";
import { Acts } from "../../components/later/acts.tsx";
import { QrCode } from "../../components/qr-code.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { openChat } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";
import { NewGroup } from "../groups/new-group.tsx";
import { addressProblem } from "../login/address.ts";

/** Somebody new to talk to: one person, or a group. */
export function NewContact(props: { readonly address: string; readonly onClose: () => void }) {
  const [isGroup, setGroup] = createSignal(false);
  return (
    <Show when={!isGroup()} fallback={<NewGroup onClose={props.onClose} />}>
      <NewPerson address={props.address} onClose={props.onClose} onGroup={() => setGroup(true)} />
    </Show>
  );
}

interface NewPersonProps {
  readonly address: string;
  readonly onClose: () => void;
  readonly onGroup: () => void;
}

function NewPerson(props: NewPersonProps) {
  const yonder = useYonder();
  const link = createInviteLink();
  const [typed, setTyped] = createSignal(props.address);
  const [name, setName] = createSignal("");
  const [error, setError] = createSignal<Key>();
  const [isBusy, setBusy] = createSignal(false);
  let field: HTMLInputElement | undefined;
  const domain = yonder.engine.domain;
  const address = () => typed().trim().toLowerCase();
  const isWhole = () => addressProblem(address()) === undefined;
  const known = () => yonder.contact(address());
  onMount(() => field?.focus());

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const problem = address() === yonder.address() ? "yourOwnAddress" : addressProblem(address());
    setError(problem);
    if (problem) return field?.focus();
    if (isBusy()) return;
    setBusy(true);
    try {
      if (!known()) await yonder.engine.addContact(address(), name().trim() || undefined);
      props.onClose();
      openChat(address());
    } catch {
      setError("addFailed");
      setBusy(false);
    }
  };

  return (
    <Dialog title={t("newContact")} onClose={props.onClose}>
      <button type="button" class="found-card as-button" onClick={() => props.onGroup()}>
        <Icon name="people" />
        <span class="grow">{t("newGroup")}</span>
        <Icon name="next" isSmall />
      </button>
      <form class="stacked" onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={t("theirAddress")}
          value={typed()}
          onInput={(value) => {
            setTyped(value);
            setError(undefined);
          }}
          error={error() && error() !== "addFailed" ? t(error() as Key, { domain }) : undefined}
          hint={t("theirAddressHint")}
          inputmode="email"
          dir="ltr"
          isFocused
          ref={(input) => (field = input)}
        />
        <Show when={isWhole()}>
          <div class="found-card">
            <Avatar address={address()} name={name() || nameFromAddress(address())} />
            <span class="grow">
              <b class="cut block">
                <bdi>{known() ? yonder.nameOf(address()) : name() || nameFromAddress(address())}</bdi>
              </b>
              <span class="hint">{known() ? t("alreadyContact") : address()}</span>
            </span>
            <Icon name="check" />
          </div>
        </Show>
        <Show when={!known()}>
          <Field label={`${t("theirName")} ${t("ifYouLike")}`} value={name()} onInput={setName} maxlength={100} />
        </Show>
        <Show when={error() === "addFailed"}>
          <ErrorLine text={t("addFailed")} />
        </Show>
        <Acts act={t("addAndWrite")} isOff={isBusy()} onCancel={props.onClose} />
      </form>
      <Show when={link()}>
        {(text) => (
          <div class="mylink">
            <QrCode text={text()} />
            <div class="grow">
              <b>{t("orTheyCome")}</b>
              <p class="hint">{t("orTheyComeText")}</p>
              <CopyButton class="button quiet small" text={text()} label={t("copyLink")} />
            </div>
          </div>
        )}
      </Show>
    </Dialog>
  );
}
