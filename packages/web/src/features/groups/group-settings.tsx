import type { GroupActions } from "@yonder/client";
import { createSignal, Show } from "solid-js";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine, Field } from "../../components/field.tsx";
import { Acts } from "../../components/later/acts.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";
import { PictureField } from "./picture-field.tsx";

/** The group's name, picture, topic and what it is about; for those who may change them. */
export function GroupSettings(props: { readonly peer: string; readonly onClose: () => void }) {
  const yonder = useYonder();
  const before = yonder.group(props.peer);
  const isOwner = before?.role === "owner";
  const [name, setName] = createSignal(before?.name ?? "");
  const [about, setAbout] = createSignal(before?.description ?? "");
  const [topic, setTopic] = createSignal(before?.subject ?? "");
  const [picture, setPicture] = createSignal(before?.picture);
  const [error, setError] = createSignal<"groupNameEmpty" | "addFailed">();
  const [isBusy, setBusy] = createSignal(false);

  const save = async (actions: GroupActions) => {
    const changes = {
      ...(name().trim() !== before?.name && { name: name().trim() }),
      ...(about().trim() !== before?.description && { description: about().trim() }),
    };
    if (isOwner && Object.keys(changes).length > 0) await actions.describe(props.peer, changes);
    if (isOwner && picture() !== before?.picture) await actions.setPicture(props.peer, picture());
    if (topic().trim() !== before?.subject) await actions.setSubject(props.peer, topic().trim());
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy()) return;
    setError(name().trim() ? undefined : "groupNameEmpty");
    if (error()) return;
    setBusy(true);
    try {
      await save(await yonder.engine.groups.actions());
      props.onClose();
    } catch {
      setError("addFailed");
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("editGroup")} onClose={props.onClose}>
      <form class="stacked" onSubmit={(event) => void submit(event)} noValidate>
        <Show when={isOwner}>
          <PictureField address={props.peer} name={name()} picture={picture()} onChange={setPicture} />
          <Field
            label={t("groupName")}
            value={name()}
            onInput={setName}
            error={error() === "groupNameEmpty" ? t("groupNameEmpty") : undefined}
            maxlength={100}
          />
          <Field label={t("groupAbout")} value={about()} onInput={setAbout} maxlength={1000} />
        </Show>
        <Field label={t("groupTopic")} value={topic()} onInput={setTopic} maxlength={1000} />
        <Show when={error() === "addFailed"}>
          <ErrorLine text={t("addFailed")} />
        </Show>
        <Acts act={t("save")} isOff={isBusy()} onCancel={props.onClose} />
      </form>
    </Dialog>
  );
}
