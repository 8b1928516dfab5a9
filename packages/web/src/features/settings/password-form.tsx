import { createSignal, Show } from "solid-js";
import { ErrorLine } from "../../components/field.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

type Progress = "typing" | "busy" | "failed" | "done";

/** A new password: of this device nobody asks it. */
export function PasswordForm(props: { readonly onChanged: () => void }) {
  const { engine } = useYonder();
  const [password, setPassword] = createSignal("");
  const [progress, setProgress] = createSignal<Progress>("typing");
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (password() === "" || progress() === "busy") return;
    setProgress("busy");
    try {
      await engine.devices.changePassword(password());
      setPassword("");
      setProgress("done");
      props.onChanged();
    } catch {
      // Refused, or not online: whoever asked for it tries again.
      setProgress("failed");
    }
  };
  return (
    <form class="card password-form" onSubmit={(event) => void submit(event)}>
      <h2>{t("changePassword")}</h2>
      <PasswordField isNew value={password()} onInput={setPassword} hint={t("changePasswordText")} />
      <Show when={progress() === "failed"}>
        <ErrorLine text={t("addFailed")} />
      </Show>
      <p role="status">{progress() === "done" ? t("passwordChanged") : ""}</p>
      <button type="submit" class="button line" aria-disabled={progress() === "busy"}>
        {t("changePassword")}
      </button>
    </form>
  );
}
