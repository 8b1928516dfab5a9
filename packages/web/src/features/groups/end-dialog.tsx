import { Show } from "solid-js";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine } from "../../components/field.tsx";
import { Acts } from "../../components/later/acts.tsx";
import { t } from "../../i18n/index.ts";
import { createAttempt } from "../../state/attempt.ts";
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
  const ending = createAttempt();
  const name = nameOf(props.peer);
  const end = async () => {
    const isDone = await ending.run(async () => {
      const actions = await engine.groups.actions();
      await (props.isForAll ? actions.destroy(props.peer) : actions.leave(props.peer));
    });
    if (!isDone) return;
    props.onClose();
    go({ pane: "list" }, { replace: true });
  };
  return (
    <Dialog title={t(props.isForAll ? "destroyTitle" : "leaveTitle", { name })} onClose={props.onClose}>
      <p>{t(props.isForAll ? "destroyText" : "leaveText")}</p>
      <Show when={ending.hasFailed()}>
        <ErrorLine text={t("addFailed")} />
      </Show>
      <Acts
        act={t(props.isForAll ? "closeIt" : "leaveIt")}
        isDanger
        isOff={ending.isBusy()}
        onPress={() => void end()}
        onCancel={props.onClose}
      />
    </Dialog>
  );
}
