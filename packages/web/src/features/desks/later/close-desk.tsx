import { Show } from "solid-js";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorLine } from "../../../components/field.tsx";
import { Acts } from "../../../components/later/acts.tsx";
import { t } from "../../../i18n/index.ts";
import { createAttempt } from "../../../state/attempt.ts";
import { createLoaded } from "../../../state/loaded.ts";
import { useYonder } from "../../../state/yonder.ts";

interface CloseDeskProps {
  readonly name: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Closing a link for everybody, or leaving it: with a question first. */
export function CloseDesk(props: CloseDeskProps) {
  const { engine } = useYonder();
  const [desk] = createLoaded(() => engine.links.desk(props.name));
  const ending = createAttempt();
  const end = async () => {
    const { links } = engine;
    const isDone = await ending.run(async () => {
      const here = desk();
      if (!here?.isOurs) return links.leaveDesk(props.name);
      await links.setDesk({ ...here, people: [] }, false);
    });
    if (isDone) props.onDone();
  };
  const mayRule = () => desk()?.isOurs === true;
  return (
    <Dialog
      title={t(mayRule() ? "deskCloseTitle" : "deskLeaveTitle", { name: desk()?.title ?? props.name })}
      onClose={props.onClose}
    >
      <p>{t(mayRule() ? "deskCloseText" : "deskLeaveText")}</p>
      <Show when={ending.hasFailed()}>
        <ErrorLine text={t("addFailed")} />
      </Show>
      <Acts
        act={t(mayRule() ? "deskCloseIt" : "deskLeaveIt")}
        isDanger
        isOff={!desk() || ending.isBusy()}
        onPress={() => void end()}
        onCancel={props.onClose}
      />
    </Dialog>
  );
}
