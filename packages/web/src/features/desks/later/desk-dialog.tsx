import "../../../styles/groups.css";
import type { Desk } from "@yonder/client";
import { createSignal, For, Show } from "solid-js";
import { Avatar } from "../../../components/avatar.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorLine, Field } from "../../../components/field.tsx";
import { Acts } from "../../../components/later/acts.tsx";
import type { Key } from "../../../i18n/catalogue.ts";
import { t } from "../../../i18n/index.ts";
import { createLoaded } from "../../../state/loaded.ts";
import { useYonder } from "../../../state/yonder.ts";
import { DeskLink } from "./desk-link.tsx";
import { DeskPeople } from "./desk-people.tsx";
import { setDesk } from "./set-desk.ts";

interface DeskDialogProps {
  readonly name: string;
  /** It is to be closed, or left. */
  readonly onEnd: () => void;
  readonly onClose: () => void;
}

/** A link of several people: to pass on, and, by those who look after the server, to change. */
export function DeskDialog(props: DeskDialogProps) {
  const { engine } = useYonder();
  const [desk] = createLoaded(() =>
    engine.links.desk(props.name).then(
      (found) => found ?? "none",
      () => "none" as const,
    ),
  );
  const known = () => {
    const found = desk();
    return found === "none" ? undefined : found;
  };
  return (
    <Dialog title={known()?.title ?? t("desk")} onClose={props.onClose}>
      <Show when={known()} fallback={<Show when={desk()}>{<ErrorLine text={t("unreachable")} />}</Show>}>
        {(here) => (
          <>
            <DeskLink desk={here()} />
            <Show when={here().isOurs} fallback={<Team desk={here()} />}>
              <Change desk={here()} onClose={props.onClose} />
            </Show>
            <button type="button" class="text-button desk-end" onClick={() => props.onEnd()}>
              {t(here().isOurs ? "deskClose" : "deskLeave")}
            </button>
          </>
        )}
      </Show>
    </Dialog>
  );
}

function Change(props: { readonly desk: Desk; readonly onClose: () => void }) {
  const { engine } = useYonder();
  const [title, setTitle] = createSignal(props.desk.title);
  const [people, setPeople] = createSignal(props.desk.people);
  const [problem, setProblem] = createSignal<Key>();
  const [isBusy, setBusy] = createSignal(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy()) return;
    setBusy(true);
    setProblem(await setDesk(engine, { name: props.desk.name, title: title(), people: people() }, false));
    setBusy(false);
    if (!problem()) props.onClose();
  };
  return (
    <form class="stacked" onSubmit={(event) => void submit(event)} noValidate>
      <Field label={t("deskTitle")} value={title()} onInput={setTitle} maxlength={100} />
      <DeskPeople chosen={people()} onChange={setPeople} />
      <Show when={problem()}>{(key) => <ErrorLine text={t(key())} />}</Show>
      <Acts act={t("save")} isOff={isBusy()} onCancel={props.onClose} />
    </form>
  );
}

/** Who answers, for those who cannot change it. */
function Team(props: { readonly desk: Desk }) {
  return (
    <div class="people desk-people">
      <h3>{t("deskPeople")}</h3>
      <ul>
        <For each={props.desk.people}>
          {({ address, name }) => (
            <li class="person">
              <Avatar address={address} name={name} size={2.25} />
              <span class="two as-named grow">
                <bdi class="cut">{name}</bdi>
                <small class="hint cut" dir="ltr">
                  {address}
                </small>
              </span>
            </li>
          )}
        </For>
      </ul>
      <p class="hint">{t("deskRuled")}</p>
    </div>
  );
}
