import "../../../i18n/later.ts";
import "./entry.css";
import { createSignal, Show } from "solid-js";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorLine } from "../../../components/field.tsx";
import { t } from "../../../i18n/index.ts";
import { go } from "../../../state/route.ts";
import { useYonder } from "../../../state/yonder.ts";
import { LetInQuestion } from "./let-in-question.tsx";

/** From the code that a new device shows: whether it is let in. */
export function AdmitDevice(props: { readonly code: string; readonly name: string }) {
  const { engine, connection } = useYonder();
  const [progress, setProgress] = createSignal<"asking" | "busy" | "failed" | "done">("asking");
  const isReady = () => connection().kind === "online" && progress() !== "busy";
  const close = () => go({ pane: "list" }, { replace: true });
  const admit = async () => {
    if (!isReady()) return;
    setProgress("busy");
    try {
      await (await engine.devices.entry()).admit(props.code);
      setProgress("done");
    } catch {
      setProgress("failed");
    }
  };
  const name = () => props.name || t("deviceUnknown");
  return (
    <Dialog title={t("addDevice")} onClose={close}>
      <Show when={progress() === "failed"}>
        <ErrorLine text={t("admitOver")} />
      </Show>
      <Show
        when={progress() !== "done"}
        fallback={
          <>
            <p role="status" class="device-added">
              {t("deviceAdmitted", { name: name() })}
            </p>
            <div class="acts-end">
              <button type="button" class="button" onClick={close}>
                {t("close")}
              </button>
            </div>
          </>
        }
      >
        <LetInQuestion name={name()} isBusy={!isReady()} onYes={() => void admit()} onNo={close} />
      </Show>
    </Dialog>
  );
}
