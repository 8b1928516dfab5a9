import { createSignal, Show } from "solid-js";
import { Dialog } from "../../components/dialog.tsx";
import { Acts } from "../../components/later/acts.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";
import { leavePush } from "../background/later/push.ts";

/** ms */
const PATIENCE = 1_500;

export function SignOutDialog(props: { readonly onClose: () => void }) {
  const { engine, conversations } = useYonder();
  const [isBusy, setBusy] = createSignal(false);
  const unsent = conversations().reduce(
    (sum, one) => sum + engine.history(one.peer).filter((message) => message.state === "waiting").length,
    0,
  );
  const leave = async () => {
    setBusy(true);
    // The server is told to tell this browser nothing more, but nobody waits long for that.
    await Promise.race([leavePush(engine).catch(() => false), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    await engine.signOut();
  };
  return (
    <Dialog title={t("signOutTitle")} onClose={props.onClose}>
      <p>{t("signOutText")}</p>
      <Show when={unsent > 0}>
        <p class="error">{t("signOutUnsent", { count: unsent })}</p>
      </Show>
      <Acts act={t("signOut")} isDanger isOff={isBusy()} onPress={() => void leave()} onCancel={props.onClose} />
    </Dialog>
  );
}
