import type { Message } from "@yonder/client";
import { createSignal, Show } from "solid-js";
import { Dialog } from "../../components/dialog.tsx";
import { Acts } from "../../components/later/acts.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";
import { leavePush } from "../background/later/push.ts";

/** ms */
const PATIENCE = 1_500;

const isWaiting = ({ state }: Message) => state === "waiting";

export function SignOutDialog(props: { readonly onClose: () => void }) {
  const { engine, conversations } = useYonder();
  const [isBusy, setBusy] = createSignal(false);
  const unsent = conversations().reduce((sum, { peer, last }) => {
    const here = engine.history(peer).filter(isWaiting).length;
    // Of conversations that were not opened the last message alone is at hand.
    return sum + (here || Number(last !== undefined && isWaiting(last)));
  }, 0);
  const leave = async () => {
    if (isBusy()) return;
    setBusy(true);
    // The server is told to tell this browser nothing more, but nobody waits long for that.
    await Promise.race([leavePush(engine).catch(() => false), new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    // The tab that leads may go in this very moment: then one asks again.
    await engine.signOut().catch(() => setBusy(false));
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
