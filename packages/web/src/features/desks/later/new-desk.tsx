import "../../../styles/groups.css";
import "./desks.css";
import type { DeskPerson } from "@yonder/client";
import { createSignal, onMount, Show } from "solid-js";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorLine, Field } from "../../../components/field.tsx";
import { Acts } from "../../../components/later/acts.tsx";
import type { Key } from "../../../i18n/catalogue.ts";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { DeskPeople } from "./desk-people.tsx";
import { setDesk } from "./set-desk.ts";

interface NewDeskProps {
  readonly onDone: (name: string) => void;
  readonly onClose: () => void;
}

/** What guests read, the name in the link, and who answers. */
export function NewDesk(props: NewDeskProps) {
  const { engine, address, nameOf } = useYonder();
  const [title, setTitle] = createSignal("");
  const [written, setWritten] = createSignal<string>();
  const [people, setPeople] = createSignal<readonly DeskPerson[]>([{ address: address(), name: nameOf(address()) }]);
  const [problem, setProblem] = createSignal<Key>();
  const [isBusy, setBusy] = createSignal(false);
  let titleField: HTMLInputElement | undefined;
  let nameField: HTMLInputElement | undefined;
  // Until somebody writes their own, the link follows what guests read.
  const name = () => written()?.trim().toLowerCase() ?? nameFor(title());
  const nameProblem = () => (problem() === "deskNameBad" || problem() === "deskNameTaken" ? problem() : undefined);
  onMount(() => titleField?.focus());
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy()) return;
    setBusy(true);
    setProblem(await setDesk(engine, { name: name(), title: title().trim(), people: people() }, true));
    setBusy(false);
    if (nameProblem()) nameField?.focus();
    if (!problem()) props.onDone(name());
  };
  return (
    <Dialog title={t("deskNew")} onClose={props.onClose}>
      <form class="stacked" onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={t("deskTitle")}
          hint={t("deskTitleHint")}
          value={title()}
          onInput={setTitle}
          maxlength={100}
          isFocused
          ref={(input) => (titleField = input)}
        />
        <Field
          label={t("deskName")}
          hint={`${location.host}/@${name()}`}
          value={written() ?? name()}
          onInput={setWritten}
          error={nameProblem() && t(nameProblem() as Key)}
          maxlength={32}
          dir="ltr"
          ref={(input) => (nameField = input)}
        />
        <DeskPeople chosen={people()} onChange={setPeople} />
        <Show when={nameProblem() ? undefined : problem()}>{(key) => <ErrorLine text={t(key())} />}</Show>
        <Acts act={t("deskOpen")} isOff={isBusy()} onCancel={props.onClose} />
      </form>
    </Dialog>
  );
}

/** As much of a text as can stand in a link. */
function nameFor(title: string): string {
  const plain = title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 32);
}
