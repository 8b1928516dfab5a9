import "./own.css";
import { createSignal, Match, onCleanup, Show, Switch } from "solid-js";
import { ErrorLine } from "../../../components/field.tsx";
import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import type { Exported } from "./export.ts";

/** How often the number of messages is said anew, ms. */
const PACE = 400;

/** All conversations in one file, made here. */
export function ExportCard() {
  const yonder = useYonder();
  const [work, setWork] = createSignal<AbortController>();
  const [count, setCount] = createSignal(0);
  const [done, setDone] = createSignal<Exported & { readonly url: string }>();
  const [hasFailed, setFailed] = createSignal(false);
  const forget = () => {
    const url = done()?.url;
    if (url) URL.revokeObjectURL(url);
    setDone(undefined);
  };
  const make = async () => {
    const controller = new AbortController();
    forget();
    setFailed(false);
    setCount(0);
    setWork(controller);
    let said = 0;
    const tell = (messages: number) => {
      if (Date.now() - said < PACE) return;
      said = Date.now();
      setCount(messages);
    };
    try {
      const { exportAll } = await import("./export.ts");
      const exported = await exportAll(yonder, controller.signal, tell);
      setDone({ ...exported, url: URL.createObjectURL(exported.file) });
    } catch {
      // Lost on the way, unless it was not wanted any more.
      if (!controller.signal.aborted) setFailed(true);
    }
    if (work() === controller) setWork(undefined);
  };
  onCleanup(() => {
    work()?.abort();
    forget();
  });
  const name = () =>
    `yonder-${yonder.address().replace(/[^\w.@-]/g, "_")}-${new Date().toISOString().slice(0, 10)}.zip`;
  return (
    <section class="card">
      <div class="item export">
        <Icon name="save" />
        <span class="two">
          <span>{t("exportTitle")}</span>
          <small role="status">
            <Switch fallback={t("exportText")}>
              <Match when={work()}>{t("exportSoFar", { count: count() })}</Match>
              <Match when={done()}>{(made) => t("exportDone", { count: made().messages })}</Match>
            </Switch>
          </small>
        </span>
        <Switch
          fallback={
            <button
              type="button"
              class="button quiet small"
              aria-disabled={yonder.connection().kind !== "online"}
              onClick={() => void make()}
            >
              {t("exportMake")}
            </button>
          }
        >
          <Match when={work()}>
            <button type="button" class="button line small" onClick={() => work()?.abort()}>
              {t("cancel")}
            </button>
          </Match>
          <Match when={done()}>
            {(made) => (
              <a class="button small" href={made().url} download={name()}>
                {t("save")}
              </a>
            )}
          </Match>
        </Switch>
      </div>
      <Show when={(done()?.missing.length ?? 0) > 0}>
        <p class="item hint">{t("exportMissing", { names: (done()?.missing ?? []).map(yonder.nameOf).join(", ") })}</p>
      </Show>
      <Show when={hasFailed()}>
        <ErrorLine text={t("exportFailed")} />
      </Show>
    </section>
  );
}
