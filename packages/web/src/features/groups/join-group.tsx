import { createEffect, createSignal, Show } from "solid-js";
import { Acts } from "../../components/later/acts.tsx";
import "../../i18n/later.ts";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine } from "../../components/field.tsx";
import { t } from "../../i18n/index.ts";
import { go, openChat } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";

/** From a link to a group: into it, or a question first. */
export function JoinGroup(props: { readonly group: string }) {
  const yonder = useYonder();
  const [hasFailed, setFailed] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const close = () => go({ pane: "list" }, { replace: true });
  createEffect(() => {
    if (yonder.isGroup(props.group)) go({ pane: "chat", peer: props.group, hasDetails: false }, { replace: true });
  });
  const join = async () => {
    if (isBusy()) return;
    setBusy(true);
    setFailed(false);
    const { group } = props;
    try {
      await (await yonder.engine.groups.actions()).join(group, yonder.nameOf(yonder.address()));
      openChat(group);
    } catch {
      setFailed(true);
    }
    setBusy(false);
  };
  return (
    <Dialog title={t("joinTitle")} onClose={close}>
      <p class="hint" dir="ltr">
        {props.group}
      </p>
      <Show when={hasFailed()}>
        <ErrorLine text={t("joinFailed")} />
      </Show>
      <Acts act={t("joinIt")} isOff={isBusy()} onPress={() => void join()} onCancel={close} />
    </Dialog>
  );
}
