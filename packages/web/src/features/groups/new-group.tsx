import { createSignal, onMount, Show } from "solid-js";
import { Acts } from "../../components/later/acts.tsx";
import "../../i18n/later.ts";
import "../../styles/groups.css";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine, Field } from "../../components/field.tsx";
import { t } from "../../i18n/index.ts";
import { openChat } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";
import { PeoplePicker } from "./people-picker.tsx";
import { PictureField } from "./picture-field.tsx";

/** A name, a picture, and who is in it. */
export function NewGroup(props: { readonly onClose: () => void }) {
  const { engine, address, nameOf } = useYonder();
  const [name, setName] = createSignal("");
  const [picture, setPicture] = createSignal<string>();
  const [members, setMembers] = createSignal<readonly string[]>([]);
  const [error, setError] = createSignal<"groupNameEmpty" | "addFailed">();
  const [isBusy, setBusy] = createSignal(false);
  let field: HTMLInputElement | undefined;
  onMount(() => field?.focus());

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy()) return;
    setError(name().trim() ? undefined : "groupNameEmpty");
    if (error()) return field?.focus();
    setBusy(true);
    try {
      const actions = await engine.groups.actions();
      const image = picture();
      const wanted = { name: name().trim(), nick: nameOf(address()), members: members() };
      const group = await actions.create({ ...wanted, ...(image && { picture: image }) });
      props.onClose();
      openChat(group);
    } catch {
      setError("addFailed");
      setBusy(false);
    }
  };

  return (
    <Dialog title={t("newGroup")} onClose={props.onClose}>
      <form class="stacked" onSubmit={(event) => void submit(event)} noValidate>
        <PictureField address={name()} name={name()} picture={picture()} onChange={setPicture} />
        <Field
          label={t("groupName")}
          value={name()}
          onInput={(value) => {
            setName(value);
            setError(undefined);
          }}
          error={error() === "groupNameEmpty" ? t("groupNameEmpty") : undefined}
          maxlength={100}
          isFocused
          ref={(input) => (field = input)}
        />
        <PeoplePicker label={t("whoIsIn")} without={() => false} chosen={members()} onChange={setMembers} />
        <Show when={error() === "addFailed"}>
          <ErrorLine text={t("addFailed")} />
        </Show>
        <Acts act={t(isBusy() ? "creatingGroup" : "createGroup")} isOff={isBusy()} onCancel={props.onClose} />
      </form>
    </Dialog>
  );
}
