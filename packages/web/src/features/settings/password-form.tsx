import "../entry/later/entry.css";
import { createSignal, Show } from "solid-js";
import { ErrorLine } from "../../components/field.tsx";
import { PasswordField } from "../../components/password-field.tsx";
import { QrCode } from "../../components/qr-code.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

type Progress = "typing" | "busy" | "failed" | "done";

/** A new password, or a first one: of this device nobody asks it. */
export function PasswordForm(props: { readonly hasPassword: boolean; readonly onChanged: () => void }) {
  const { engine } = useYonder();
  const title = () => t(props.hasPassword ? "changePassword" : "setPassword");
  const [password, setPassword] = createSignal("");
  // Nobody knows it any more once this page is left.
  const [fresh, setFresh] = createSignal("");
  const [progress, setProgress] = createSignal<Progress>("typing");
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (password() === "" || progress() === "busy") return;
    setProgress("busy");
    try {
      await engine.devices.changePassword(password());
      setFresh(password());
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
      <h2>{title()}</h2>
      <Show when={!props.hasPassword}>
        <p class="hint">{t("noPasswordText")}</p>
      </Show>
      <PasswordField isNew value={password()} onInput={setPassword} hint={t("changePasswordText")} />
      <Show when={progress() === "failed"}>
        <ErrorLine text={t("addFailed")} />
      </Show>
      <p role="status">{progress() === "done" ? t("passwordChanged") : ""}</p>
      <button type="submit" class="button line" aria-disabled={progress() === "busy"}>
        {title()}
      </button>
      <Show when={fresh()}>{(secret) => <AppCode password={secret()} />}</Show>
    </form>
  );
}

/** What Conversations and its kin make an account of. */
function AppCode(props: { readonly password: string }) {
  const { address } = useYonder();
  const [isShown, setShown] = createSignal(false);
  const code = () => JSON.stringify({ protocol: "xmpp", address: address(), password: props.password });
  return (
    <Show
      when={isShown()}
      fallback={
        <button type="button" class="button line" onClick={() => setShown(true)}>
          {t("appCode")}
        </button>
      }
    >
      <div class="code-place">
        <QrCode text={code()} label={t("appCodeLabel")} />
      </div>
      <p class="hint">{t("appCodeText")}</p>
    </Show>
  );
}
