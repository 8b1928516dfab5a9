import type { EngineApi } from "@yonder/client";
import { createSignal, Match, onMount, Switch } from "solid-js";
import { render } from "solid-js/web";
import { onDemand } from "./components/on-demand.tsx";
import { SignIn } from "./features/login/sign-in.tsx";
import type { Key } from "./i18n/catalogue.ts";
import { speak } from "./i18n/index.ts";
import { slots } from "./state/accounts.ts";
import { spoken } from "./state/live.ts";
import { applyPreferences, preferences } from "./state/preferences.ts";
import { followHistory, go } from "./state/route.ts";
import { readThreshold } from "./state/threshold.ts";
import { Workspace } from "./workspace.tsx";

const FirstRun = onDemand(async () => (await import("./features/first-run/first-run.tsx")).FirstRun);
const Join = onDemand(async () => (await import("./features/entry/later/join.tsx")).Join);
const Invite = onDemand(async () => (await import("./features/invite/invite.tsx")).Invite);

/** Puts the app on the page once it can speak the reader's language. Who is hardly known is asked at once who they are, while it is looked up whether they are. */
export async function start(engine: EngineApi, mayBeKnown = true): Promise<void> {
  await speak(preferences.language);
  applyPreferences();
  followHistory();
  const root = document.getElementById("yonder");
  if (root) render(() => <App engine={engine} mayBeKnown={mayBeKnown} />, root);
}

/** Before the door, or inside. */
type Phase = "starting" | "sign-in" | "first-run" | "invite" | "join" | "inside";

function App(props: { readonly engine: EngineApi; readonly mayBeKnown: boolean }) {
  const threshold = readThreshold(location);
  const [phase, setPhase] = createSignal<Phase>(threshold?.kind ?? (props.mayBeKnown ? "starting" : "sign-in"));
  const [reason, setReason] = createSignal<Key>();
  const [known, setKnown] = createSignal("");
  const [domain, setDomain] = createSignal(props.engine.domain);

  /** Whose conversations this page has shown. */
  let shown = "";

  onMount(() => {
    void props.engine.discover().then(setDomain);
    if (!threshold) void begin();
  });
  /** To who is here already, or to the door. */
  const begin = async () => {
    if (await props.engine.resumeSaved().catch(() => false)) enter();
    else if (phase() === "starting") leave();
  };
  /** The token has done its work: it leaves the address. */
  const enter = () => {
    const { address } = props.engine;
    // What a page remembers of one account is for no other.
    if (shown && shown !== address) return location.replace("/");
    shown = address;
    if (threshold) history.replaceState(null, "", "/");
    setReason(undefined);
    setPhase("inside");
  };
  const leave = (why?: Key) => {
    setReason(why);
    setPhase("sign-in");
  };
  props.engine.on("connection", (state) => {
    // In another tab somebody knew the password.
    if (state.kind === "online" && phase() === "sign-in" && reason()) enter();
    if (state.kind !== "refused" || phase() !== "inside") return;
    setKnown(props.engine.address);
    if (state.reason === "credentials") leave("needsPasswordText");
    if (state.reason === "removed") leave("accountRemoved");
    if (state.reason === "policy") leave("refusedByPolicy");
  });
  props.engine.on("cleared", () => {
    // Another account is here still.
    if (slots.accounts.length > 0) location.replace("/");
    if (phase() !== "inside") return;
    go({ pane: "list" }, { replace: true });
    leave();
  });

  return (
    <>
      <Switch>
        <Match when={phase() === "first-run" && threshold}>
          {(at) => <FirstRun engine={props.engine} token={at().token} domain={domain()} onDone={enter} />}
        </Match>
        <Match when={phase() === "invite" && threshold}>
          {(at) => (
            <Invite engine={props.engine} token={at().token} domain={domain()} onDone={enter} onSignIn={begin} />
          )}
        </Match>
        <Match when={phase() === "join" && threshold}>
          {(at) => <Join engine={props.engine} token={at().token} onDone={enter} onSignIn={() => leave()} />}
        </Match>
        <Match when={phase() === "sign-in"}>
          <SignIn engine={props.engine} domain={domain()} address={known()} reason={reason()} onDone={enter} />
        </Match>
        <Match when={phase() === "inside"}>
          <Workspace engine={props.engine} />
        </Match>
      </Switch>
      <p class="sr" role="status" aria-live="polite">
        {spoken()}
      </p>
    </>
  );
}
