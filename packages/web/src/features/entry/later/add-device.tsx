import "./entry.css";
import { createSignal, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { CopyButton } from "../../../components/copy-button.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { ErrorLine } from "../../../components/field.tsx";
import { QrCode } from "../../../components/qr-code.tsx";
import { t } from "../../../i18n/index.ts";
import { isPhone } from "../../../state/media.ts";
import { go } from "../../../state/route.ts";
import { useYonder } from "../../../state/yonder.ts";
import { LetInQuestion } from "./let-in-question.tsx";
import { joinLink, keyOf, pause } from "./pairing.ts";
import { canScan, Scanner } from "./scanner.tsx";

type Step =
  | { readonly kind: "making" | "over" | "failed" }
  | { readonly kind: "showing"; readonly link: string }
  | { readonly kind: "visited" | "busy" | "done"; readonly name: string };

const PACE = 2_000;

/** A code for another browser, and the question whether it is let in. */
export function AddDevice(props: { readonly onClose: () => void; readonly onAdded: () => void }) {
  const { engine } = useYonder();
  const [step, setStep] = createSignal<Step>({ kind: "making" });
  const [isScanning, setScanning] = createSignal(false);
  const life = new AbortController();
  let key = "";
  const entry = () => engine.devices.entry();

  /** Asks which device has come, until it is too late for any. */
  const watch = async () => {
    while (!life.signal.aborted && step().kind === "showing") {
      const name = await (await entry()).visitor(key);
      if (name !== undefined) return setStep({ kind: "visited", name: name || t("deviceUnknown") });
      await pause(PACE, life.signal);
    }
  };
  const begin = async () => {
    setStep({ kind: "making" });
    try {
      const { secret } = await (await entry()).invite();
      key = await keyOf(secret);
      setStep({ kind: "showing", link: joinLink(secret) });
    } catch {
      return setStep({ kind: "failed" });
    }
    await watch().catch(() => life.signal.aborted || setStep({ kind: "over" }));
  };
  const approve = async (name: string) => {
    setStep({ kind: "busy", name });
    try {
      await (await entry()).approve(key);
      setStep({ kind: "done", name });
      props.onAdded();
    } catch {
      setStep({ kind: "over" });
    }
  };
  onMount(() => void begin());
  onCleanup(() => {
    life.abort();
    // What nobody looks at is good for nobody; one that was let in comes for its token yet.
    if (step().kind === "showing" || step().kind === "visited")
      void entry()
        .then((ways) => ways.cancel(key))
        .catch(() => {});
  });
  const link = () => {
    const now = step();
    return now.kind === "showing" ? now.link : undefined;
  };
  const visitor = () => {
    const now = step();
    return now.kind === "visited" || now.kind === "busy" ? now.name : undefined;
  };
  const added = () => {
    const now = step();
    return now.kind === "done" ? now.name : undefined;
  };
  return (
    <Dialog title={t("addDevice")} onClose={props.onClose}>
      <Switch>
        <Match when={isScanning()}>
          <Scanner onFound={(device) => go({ pane: "list", device })} />
        </Match>
        <Match when={link()}>
          {(shown) => (
            <>
              <p>{t("addDeviceText")}</p>
              <div class="code-place">
                <QrCode text={shown()} />
                <CopyButton text={shown()} label={t("copyCodeLink")} class="button quiet small" />
              </div>
              <Show
                when={canScan()}
                fallback={<p class="hint">{t(isPhone() ? "addDeviceByCamera" : "addDeviceWait")}</p>}
              >
                <button type="button" class="button line" onClick={() => setScanning(true)}>
                  {t("scanCode")}
                </button>
              </Show>
            </>
          )}
        </Match>
        <Match when={visitor()}>
          {(name) => (
            <LetInQuestion
              name={name()}
              isBusy={step().kind === "busy"}
              onYes={() => void approve(name())}
              onNo={() => props.onClose()}
            />
          )}
        </Match>
        <Match when={added()}>
          {(name) => (
            <p role="status" class="device-added">
              {t("deviceAdded", { name: name() })}
            </p>
          )}
        </Match>
        <Match when={step().kind === "making"}>
          <div class="code-place">
            <div class="qr" />
          </div>
        </Match>
        <Match when={step().kind === "over" || step().kind === "failed"}>
          <ErrorLine text={t(step().kind === "over" ? "codeOver" : "addFailed")} />
          <div class="acts-end">
            <button type="button" class="button" onClick={() => void begin()}>
              {t("newCode")}
            </button>
          </div>
        </Match>
      </Switch>
      <Show when={added()}>
        <div class="acts-end">
          <button type="button" class="button" onClick={() => props.onClose()}>
            {t("close")}
          </button>
        </div>
      </Show>
    </Dialog>
  );
}
