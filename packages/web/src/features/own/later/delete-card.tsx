import { createSignal, Show } from "solid-js";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorLine, Field } from "../../../components/field.tsx";
import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { announce } from "../../../state/live.ts";
import { prefer } from "../../../state/preferences.ts";
import { useYonder } from "../../../state/yonder.ts";
import { leavePush } from "../../background/later/push.ts";

/** The end of the account. */
export function DeleteCard() {
  const [isAsking, setAsking] = createSignal(false);
  return (
    <>
      <section class="card">
        <button type="button" class="item danger" onClick={() => setAsking(true)}>
          <Icon name="bin" />
          <span class="two">{t("deleteAccount")}</span>
        </button>
      </section>
      <Show when={isAsking()}>
        <DeleteDialog onClose={() => setAsking(false)} />
      </Show>
    </>
  );
}

function DeleteDialog(props: { readonly onClose: () => void }) {
  const { engine, address, connection } = useYonder();
  const [typed, setTyped] = createSignal("");
  const [state, setState] = createSignal<"asking" | "busy" | "failed">("asking");
  const isSure = () => typed().trim().toLowerCase() === address().toLowerCase();
  const end = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!isSure() || state() === "busy") return;
    if (connection().kind !== "online") return setState("failed");
    setState("busy");
    try {
      await leavePush(engine).catch(() => false);
      await engine.devices.removeAccount();
      prefer({ ownName: undefined });
      announce(t("deleteDone"));
    } catch {
      // Refused, or the connection was lost: then it is there still.
      setState("failed");
    }
  };
  return (
    <Dialog title={t("deleteTitle")} onClose={props.onClose}>
      <form class="stacked" onSubmit={(event) => void end(event)}>
        <p>{t("deleteGoes")}</p>
        <p>{t("deleteStays")}</p>
        <Field
          label={t("deleteType", { address: address() })}
          value={typed()}
          onInput={setTyped}
          dir="ltr"
          inputmode="email"
          maxlength={3071}
        />
        <Show when={state() === "failed"}>
          <ErrorLine text={t("addFailed")} />
        </Show>
        <div class="acts-end">
          <button type="button" class="button line" onClick={() => props.onClose()}>
            {t("cancel")}
          </button>
          <button type="submit" class="button danger" aria-disabled={!isSure() || state() === "busy"}>
            {t("deleteIt")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
