import "../../../i18n/later.ts";
import type { Report } from "@yonder/client";
import { createSignal, Show } from "solid-js";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorLine, Field } from "../../../components/field.tsx";
import { shortName } from "../../../components/identity.ts";
import { Acts } from "../../../components/later/acts.tsx";
import { Segments } from "../../../components/segments.tsx";
import { Switch } from "../../../components/switch.tsx";
import { t } from "../../../i18n/index.ts";
import { announce } from "../../../state/live.ts";
import { useYonder } from "../../../state/yonder.ts";

type Reason = Report["reason"] | "none";

/** So many of their last messages a report names, when none was chosen. */
const NAMED = 5;

interface BlockDialogProps {
  readonly address: string;
  /** The message that a report is about, by its id in our archive. */
  readonly archiveId?: string | undefined;
  readonly reason?: Reason;
  readonly onClose: () => void;
}

/** Asks whether to block somebody, and whether to report them along with it. */
export function BlockDialog(props: BlockDialogProps) {
  const { engine, nameOf } = useYonder();
  const name = shortName(nameOf(props.address));
  const [reason, setReason] = createSignal<Reason>(props.reason ?? "none");
  const [text, setText] = createSignal("");
  const [namesMessages, setNamesMessages] = createSignal(true);
  const [isBusy, setBusy] = createSignal(false);
  const [hasFailed, setFailed] = createSignal(false);
  const messages = () =>
    props.archiveId
      ? [props.archiveId]
      : engine
          .history(props.address)
          .flatMap(({ isOwn, archiveId }) => (!isOwn && archiveId) || [])
          .slice(-NAMED);
  const report = (): Report | undefined => {
    const why = reason();
    if (why === "none") return undefined;
    return {
      reason: why,
      ...(text().trim() && { text: text().trim() }),
      ...(namesMessages() && { archiveIds: messages() }),
    };
  };
  const block = async (event: SubmitEvent) => {
    event.preventDefault();
    if (isBusy()) return;
    setBusy(true);
    setFailed(false);
    try {
      await (await engine.people.actions()).block(props.address, report());
      announce(t("isBlocked", { name }));
      props.onClose();
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("blockTitle", { name })} onClose={props.onClose}>
      <form class="stacked" onSubmit={(event) => void block(event)}>
        <p>{t("blockText")}</p>
        <Segments
          label={t("reportToo")}
          value={reason()}
          onChange={setReason}
          choices={[
            { value: "none", label: t("reportNot") },
            { value: "spam", label: t("reportSpam") },
            { value: "abuse", label: t("reportAbuse") },
          ]}
        />
        <Show when={reason() !== "none"}>
          <p class="hint">{t("reportText")}</p>
          <Field label={t("reportWords")} value={text()} onInput={setText} maxlength={1000} />
          <Show when={messages().length > 0}>
            <div class="item">
              <span class="two grow">{t("reportMessages", { count: messages().length })}</span>
              <Switch
                label={t("reportMessages", { count: messages().length })}
                isOn={namesMessages()}
                onChange={setNamesMessages}
              />
            </div>
          </Show>
        </Show>
        <Show when={hasFailed()}>
          <ErrorLine text={t("addFailed")} />
        </Show>
        <Acts
          act={t(reason() === "none" ? "blockIt" : "blockAndReport")}
          isDanger
          isOff={isBusy()}
          onCancel={props.onClose}
        />
      </form>
    </Dialog>
  );
}
