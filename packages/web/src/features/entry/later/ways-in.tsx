import "../../../i18n/later.ts";
import "./entry.css";
import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { Dialog } from "../../../components/dialog.tsx";
import { QrCode } from "../../../components/qr-code.tsx";
import { t } from "../../../i18n/index.ts";
import type { LetIn } from "./desk.ts";
import { awaitEntry, newCode } from "./pairing.ts";
import { offerPasskeys } from "./passkey-entry.ts";

interface WaysProps {
  readonly onLetIn: (letIn: LetIn) => void;
}

/** Codes in a row, before somebody has to ask for another one. */
const ROUNDS = 5;

/** A code that lets this browser in when somebody opens it where they are signed in. A new one takes its place in time. */
export function OwnCodeView(props: WaysProps) {
  const [link, setLink] = createSignal("");
  const life = new AbortController();
  onCleanup(() => life.abort());
  const show = async () => {
    for (let round = 0; round < ROUNDS && !life.signal.aborted; round++) {
      const { secret, link } = await newCode();
      setLink(link);
      const letIn = await awaitEntry(secret, { signal: life.signal, isOwn: true });
      if (letIn) return props.onLetIn(letIn);
    }
    setLink("");
  };
  onMount(() => void show());
  return (
    <Show
      when={link()}
      fallback={
        <div class="qr spent">
          <button type="button" class="button quiet small" onClick={() => void show()}>
            {t("newCode")}
          </button>
        </div>
      }
    >
      {(shown) => <QrCode text={shown()} />}
    </Show>
  );
}

/** On a phone there is no room for the code beside the form. */
export function OtherDeviceDialog(props: WaysProps & { readonly onClose: () => void }) {
  return (
    <Dialog title={t("useOtherDevice")} onClose={props.onClose}>
      <p>{t("otherDeviceText")}</p>
      <div class="code-place">
        <OwnCodeView onLetIn={props.onLetIn} />
      </div>
    </Dialog>
  );
}

/** Beside the form: the code, and what the browser offers in it. */
export function WaysBeside(props: WaysProps & { readonly hasCode: boolean }) {
  const life = new AbortController();
  onMount(() => void offerPasskeys(life.signal, (letIn) => props.onLetIn(letIn)));
  onCleanup(() => life.abort());
  return (
    <Show when={props.hasCode}>
      <OwnCodeView onLetIn={props.onLetIn} />
    </Show>
  );
}
