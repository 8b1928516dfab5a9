import { createSignal, Show } from "solid-js";
import { Dialog } from "../../components/dialog.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

export function SignOutDialog(props: { readonly onClose: () => void }) {
  const { engine, conversations } = useYonder();
  const [isBusy, setBusy] = createSignal(false);
  const unsent = conversations().reduce(
    (sum, one) => sum + engine.history(one.peer).filter((message) => message.state === "waiting").length,
    0,
  );
  const leave = async () => {
    setBusy(true);
    await engine.signOut();
  };
  return (
    <Dialog title={t("signOutTitle")} onClose={props.onClose}>
      <p>{t("signOutText")}</p>
      <Show when={unsent > 0}>
        <p class="error">{t("signOutUnsent", { count: unsent })}</p>
      </Show>
      <div class="acts-end">
        <button type="button" class="button line" onClick={() => props.onClose()}>
          {t("cancel")}
        </button>
        <button type="button" class="button danger" aria-disabled={isBusy()} onClick={() => void leave()}>
          {t("signOut")}
        </button>
      </div>
    </Dialog>
  );
}
