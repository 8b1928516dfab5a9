import { createSignal, Show } from "solid-js";
import { CopyButton } from "../../components/copy-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine, Field } from "../../components/field.tsx";
import { Acts } from "../../components/later/acts.tsx";
import { t } from "../../i18n/index.ts";
import { createAttempt } from "../../state/attempt.ts";
import { announce } from "../../state/live.ts";
import { formatRoute } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";
import { addressProblem } from "../login/address.ts";
import { NewcomerLink } from "./newcomer-link.tsx";
import { PeoplePicker } from "./people-picker.tsx";

/** Asks contacts, or anybody with an address, into a group. */
export function InvitePeople(props: { readonly peer: string; readonly onClose: () => void }) {
  const yonder = useYonder();
  const [chosen, setChosen] = createSignal<readonly string[]>([]);
  const [typed, setTyped] = createSignal("");
  const [isWrong, setWrong] = createSignal(false);
  const inviting = createAttempt();
  const address = () => typed().trim().toLowerCase();
  const isIn = (one: string) => yonder.group(props.peer)?.members.some((member) => member.address === one) ?? false;
  const link = () => `${location.origin}/${formatRoute({ pane: "list", group: props.peer })}`;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const isBad = address() !== "" && addressProblem(address()) !== undefined;
    setWrong(isBad);
    const invited = address() ? [...chosen(), address()] : chosen();
    if (isBad || invited.length === 0) return;
    const invite = async () => (await yonder.engine.groups.actions()).invite(props.peer, invited);
    if (!(await inviting.run(invite))) return;
    announce(t("invited", { count: invited.length }));
    props.onClose();
  };
  return (
    <Dialog title={t("inviteTo", { name: yonder.nameOf(props.peer) })} onClose={props.onClose}>
      <form class="stacked" onSubmit={(event) => void submit(event)} noValidate>
        <PeoplePicker label={t("groupPeople")} without={isIn} chosen={chosen()} onChange={setChosen} />
        <Field
          label={t("orByAddress")}
          value={typed()}
          onInput={setTyped}
          error={isWrong() ? t("notAnAddress", { domain: yonder.engine.domain }) : undefined}
          inputmode="email"
          dir="ltr"
        />
        <Show when={inviting.hasFailed()}>
          <ErrorLine text={t("addFailed")} />
        </Show>
        <Acts
          act={t("inviteOthers")}
          isOff={(chosen().length === 0 && !typed()) || inviting.isBusy()}
          onCancel={props.onClose}
        />
      </form>
      <Show when={link()}>
        <div class="mylink">
          <div class="grow">
            <b>{t("groupLink")}</b>
            <p class="hint">{t("groupLinkText")}</p>
            <CopyButton class="button quiet small" text={link()} label={t("copyGroupLink")} />
          </div>
        </div>
      </Show>
      <Show when={props.peer.endsWith(`.${yonder.engine.domain}`)}>
        <NewcomerLink peer={props.peer} />
      </Show>
    </Dialog>
  );
}
