import type { Message } from "@yonder/client";
import { Dialog } from "../../../components/dialog.tsx";
import { Acts } from "../../../components/later/acts.tsx";
import { t } from "../../../i18n/index.ts";
import { announce } from "../../../state/live.ts";
import { useYonder } from "../../../state/yonder.ts";

/** Asks once: what others have seen cannot be unseen. */
export function RemoveDialog(props: { readonly message: Message; readonly onClose: () => void }) {
  const { engine } = useYonder();
  const remove = () => {
    const { isOwn, key, peer, archiveId } = props.message;
    if (isOwn) engine.remove(key);
    else if (archiveId)
      engine.groups
        .actions()
        .then((actions) => actions.removeMessage(peer, archiveId))
        .catch(() => announce(t("addFailed")));
    props.onClose();
  };
  return (
    <Dialog title={t("removeMessageTitle")} onClose={props.onClose}>
      <p>{t("removeMessageText")}</p>
      <Acts act={t("removeMessage")} isDanger onPress={remove} onCancel={props.onClose} />
    </Dialog>
  );
}
