import { createSignal, For, Match, Show, Switch } from "solid-js";
import { Icon } from "../../../components/icon.tsx";
import { t } from "../../../i18n/index.ts";
import { createLoaded } from "../../../state/loaded.ts";
import { useYonder } from "../../../state/yonder.ts";
import { CloseDesk } from "./close-desk.tsx";
import { DeskDialog } from "./desk-dialog.tsx";
import { NewDesk } from "./new-desk.tsx";

/** Which dialog is open, of which link. */
type Open = { readonly what: "desk" | "end"; readonly name: string } | { readonly what: "new" };

/** The links behind which several people answer, as far as they are ours to see; nothing where there are none. */
export function DesksCard() {
  const { engine } = useYonder();
  const load = () => engine.links.desks().catch(() => undefined);
  const [desks, show] = createLoaded(load);
  const [open, setOpen] = createSignal<Open>();
  const done = async (next?: Open) => {
    setOpen(next);
    show(await load());
  };
  const named = (what: "desk" | "end") => {
    const here = open();
    return here?.what === what ? here.name : undefined;
  };
  return (
    <>
      <Show when={desks()}>
        {(known) => (
          <section class="card">
            <h2>{t("desks")}</h2>
            {/* Their names: what is drawn for one, and may have the focus, stays when it is changed. */}
            <For each={known().known.map(({ name }) => name)}>
              {(name) => (
                <button type="button" class="item" onClick={() => setOpen({ what: "desk", name })}>
                  <Icon name="people" />
                  <span class="two">
                    <bdi>{known().known.find((desk) => desk.name === name)?.title}</bdi>
                    <small>
                      <bdi dir="ltr">{`/@${name}`}</bdi>
                    </small>
                  </span>
                  <Icon name="next" isSmall />
                </button>
              )}
            </For>
            <Show when={known().mayOpen}>
              <button type="button" class="item" onClick={() => setOpen({ what: "new" })}>
                <Icon name="plus" />
                <span class="two">
                  <span>{t("deskNew")}</span>
                  <small>{t("desksText")}</small>
                </span>
              </button>
            </Show>
          </section>
        )}
      </Show>
      <Switch>
        <Match when={open()?.what === "new"}>
          <NewDesk onDone={(name) => void done({ what: "desk", name })} onClose={() => setOpen(undefined)} />
        </Match>
        <Match when={named("desk")}>
          {(name) => (
            <DeskDialog
              name={name()}
              onEnd={() => setOpen({ what: "end", name: name() })}
              onClose={() => void done()}
            />
          )}
        </Match>
        <Match when={named("end")}>
          {(name) => <CloseDesk name={name()} onDone={() => void done()} onClose={() => setOpen(undefined)} />}
        </Match>
      </Switch>
    </>
  );
}
