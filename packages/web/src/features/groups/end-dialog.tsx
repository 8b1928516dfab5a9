import { createSignal, Show } from "solid-js";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine } from "../../components/field.tsx";
import { Acts } from "../../components/later/acts.tsx";
import { t } from "../../i18n/index.ts";
import { go } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";

interface EndDialogProps {
  readonly peer: string;
  readonly isForAll: boolean;
  readonly onClose: () => void;
}

/** Leaving a group, or ending it for everybody: with a question first. */
export function EndDialog(props: EndDialogProps) {
  const { engine, nameOf } = useYonder();
  const [hasFailed, setFailed] = createSignal(false);
  const name = nameOf(props.peer);
  const end = async () => {
    setFailed(false);
    try {
      const actions = await engine.groups.actions();
      await (props.isForAll ? actions.destroy(props.peer) : actions.leave(props.peer));
      props.onClose();
      go({ pane: "list" }, { replace: true });
    } catch {
      setFailed(true);
    }
  };
  return (
    <Dialog title={t(props.isForAll ? "destroyTitle" : "leaveTitle", { name })} onClose={props.onClose}>
      <p>{t(props.isForAll ? "destroyText" : "leaveText")}</p>
      <Show when={hasFailed()}>
        <ErrorLine text={t("addFailed")} />
      </Show>
      <Acts
        act={t(props.isForAll ? "closeIt" : "leaveIt")}
        isDanger
        onPress={() => void end()}
        onCancel={props.onClose}
      />
    </Dialog>
  );
}
