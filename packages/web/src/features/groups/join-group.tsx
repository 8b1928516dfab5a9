import { createEffect, Show } from "solid-js";
import { Acts } from "../../components/later/acts.tsx";
import "../../i18n/later.ts";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine } from "../../components/field.tsx";
import { t } from "../../i18n/index.ts";
import { createAttempt } from "../../state/attempt.ts";
import { go, openChat } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";

/** From a link to a group: into it, or a question first. */
export function JoinGroup(props: { readonly group: string }) {
  const yonder = useYonder();
  const joining = createAttempt();
  const close = () => go({ pane: "list" }, { replace: true });
  createEffect(() => {
    if (yonder.isGroup(props.group)) go({ pane: "chat", peer: props.group, hasDetails: false }, { replace: true });
  });
  const join = async () => {
    const { group } = props;
    const nick = yonder.nameOf(yonder.address());
    if (await joining.run(async () => (await yonder.engine.groups.actions()).join(group, nick))) openChat(group);
  };
  return (
    <Dialog title={t("joinTitle")} onClose={close}>
      <p class="hint" dir="ltr">
        {props.group}
      </p>
      <Show when={joining.hasFailed()}>
        <ErrorLine text={t("joinFailed")} />
      </Show>
      <Acts act={t("joinIt")} isOff={joining.isBusy()} onPress={() => void join()} onCancel={close} />
    </Dialog>
  );
}
