import { createMemo, createSignal, Match, onCleanup, Switch } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { formats, t } from "../../i18n/index.ts";
import type { LinkLineState } from "../../state/link.ts";
import { useYonder } from "../../state/yonder.ts";

/** The connection, only while there is something to say about it: calm, with what happens next. */
export function LinkLine(props: { readonly class?: string }) {
  const yonder = useYonder();
  const as = <K extends LinkLineState["kind"]>(kind: K) => {
    const state = yonder.line();
    return state.kind === kind ? (state as Extract<LinkLineState, { kind: K }>) : undefined;
  };
  const shell = () => `link-line ${props.class ?? ""}`;
  return (
    <Switch>
      <Match when={as("waiting")}>
        {(state) => (
          <div class={shell()} data-is="lost" role="status">
            <Icon name="off" />
            <span class="grow">
              <b>{t("noConnection")}</b>{" "}
              <span class="more">
                {t("waitHere")} <NextTry at={state().retryAt} />
              </span>
            </span>
            <button type="button" class="text-button" onClick={() => yonder.engine.reconnectNow()}>
              {t("tryNow")}
            </button>
          </div>
        )}
      </Match>
      <Match when={as("connecting")}>
        <div class={shell()} data-is="lost" role="status">
          <Icon name="off" />
          <span class="grow alone">
            <b>{t("connecting")}</b> <span class="more">{t("waitHere")}</span>
          </span>
        </div>
      </Match>
      <Match when={as("back")}>
        {(state) => (
          <div class={`${shell()} calm`} role="status">
            <Icon name="check" />
            <span class="grow alone">
              <b>{t("isBack")}</b>{" "}
              <span class="more">{state().sent > 0 ? t("wentOut", { count: state().sent }) : ""}</span>
            </span>
          </div>
        )}
      </Match>
      <Match when={as("taken-over")}>
        <div class={shell()} data-is="lost" role="status">
          <Icon name="device" />
          <span class="grow">
            <b>{t("takenOver")}</b> <span class="more">{t("takenOverText")}</span>
          </span>
          <button type="button" class="text-button" onClick={() => yonder.engine.reconnectNow()}>
            {t("useHere")}
          </button>
        </div>
      </Match>
    </Switch>
  );
}

/** Counts down for the eye; those who listen hear the sentence once. */
function NextTry(props: { readonly at: number }) {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), 1_000);
  onCleanup(() => clearInterval(timer));
  const left = createMemo(() => Math.max(0, Math.ceil((props.at - now()) / 1_000)));
  return (
    <span class="num" aria-hidden="true">
      {left() > 0 ? t("nextTry", { time: formats().seconds(left()) }) : t("connecting")}
    </span>
  );
}
