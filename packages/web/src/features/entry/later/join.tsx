import "../../../i18n/later.ts";
import "../../../styles/details.css";
import "./entry.css";
import { type EngineApi, SignInError } from "@yonder/client";
import { createSignal, onCleanup, onMount, Show } from "solid-js";
import { ErrorLine } from "../../../components/field.tsx";
import { Vista } from "../../../components/icon.tsx";
import { Threshold } from "../../../components/threshold.tsx";
import type { Key } from "../../../i18n/catalogue.ts";
import { t } from "../../../i18n/index.ts";
import { deviceName } from "../../../state/browser-name.ts";
import { awaitEntry } from "./pairing.ts";

interface JoinProps {
  readonly engine: EngineApi;
  readonly token: string;
  readonly onDone: () => void;
  readonly onSignIn: () => void;
}

/** What the code of a signed-in device opens: this browser is signed in, too, when that device says yes. */
export function Join(props: JoinProps) {
  const [step, setStep] = createSignal<"asking" | "waiting" | "over">("asking");
  const [problem, setProblem] = createSignal<Key>();
  const life = new AbortController();
  onCleanup(() => life.abort());
  // The secret leaves the address at once.
  onMount(() => history.replaceState(null, "", "/"));
  const go = async () => {
    if (step() !== "asking") return;
    setStep("waiting");
    const letIn = await awaitEntry(props.token, { signal: life.signal, isOwn: false });
    if (life.signal.aborted) return;
    if (!letIn) return setStep("over");
    try {
      await props.engine.signIn(letIn.address, letIn.access, { remember: true });
      props.onDone();
    } catch (error) {
      setProblem(error instanceof SignInError && error.reason === "policy" ? "refusedByPolicy" : "unreachable");
      setStep("over");
    }
  };
  return (
    <Threshold
      foot={
        <button type="button" class="foot-link" onClick={() => props.onSignIn()}>
          {t("haveAddress")}
        </button>
      }
    >
      <div class="portrait">
        <Vista />
        <h1>{t("joinDeviceTitle")}</h1>
        <p class="lead">{t("joinDeviceText", { name: deviceName() })}</p>
      </div>
      <div class="form">
        <Show
          when={step() === "over"}
          fallback={<Invitation isWaiting={step() === "waiting"} onGo={() => void go()} />}
        >
          <ErrorLine text={t(problem() ?? "joinDeviceOver")} />
        </Show>
      </div>
    </Threshold>
  );
}

function Invitation(props: { readonly isWaiting: boolean; readonly onGo: () => void }) {
  return (
    <>
      <button type="button" class="button" aria-disabled={props.isWaiting} onClick={() => props.onGo()}>
        {t(props.isWaiting ? "signingIn" : "joinDeviceGo")}
      </button>
      <p class="hint centred" role="status">
        {props.isWaiting ? t("joinDeviceWait") : ""}
      </p>
    </>
  );
}
