import type { Message } from "@yonder/client";
import { createMemo, createSignal, For } from "solid-js";
import { Avatar } from "../../../components/avatar.tsx";
import { Dialog } from "../../../components/dialog.tsx";
import { Field } from "../../../components/field.tsx";
import { t } from "../../../i18n/index.ts";
import { announce } from "../../../state/live.ts";
import { useYonder } from "../../../state/yonder.ts";

/** More than these at once is not passing something on. */
const MAX_CHOSEN = 10;

/** To whom messages are passed on: conversations and contacts. */
export function ForwardDialog(props: { readonly messages: readonly Message[]; readonly onClose: () => void }) {
  const yonder = useYonder();
  const [filter, setFilter] = createSignal("");
  const [chosen, setChosen] = createSignal<readonly string[]>([]);
  const peers = createMemo(() => [
    ...new Set([
      ...yonder.conversations().flatMap(({ peer, isStranger }) => (isStranger ? [] : [peer])),
      ...yonder.contacts().map(({ address }) => address),
    ]),
  ]);
  const shown = () =>
    peers().filter((peer) =>
      `${yonder.nameOf(peer)} ${peer}`.toLocaleLowerCase().includes(filter().trim().toLocaleLowerCase()),
    );
  const toggle = (peer: string) =>
    setChosen((now) => (now.includes(peer) ? now.filter((each) => each !== peer) : [...now, peer].slice(-MAX_CHOSEN)));
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    for (const peer of chosen()) {
      for (const { body, file } of props.messages) yonder.engine.send(peer, body, file?.url ? { file } : {});
    }
    announce(t("forwarded"));
    props.onClose();
  };
  return (
    <Dialog title={t("forwardTo")} onClose={props.onClose}>
      <form class="forward" onSubmit={send}>
        <Field label={t("searchPeople")} value={filter()} onInput={setFilter} isFocused />
        <ul class="choices">
          <For each={shown()} fallback={<li class="note">{t("nobodyFound")}</li>}>
            {(peer) => (
              <li>
                <label class="choice">
                  <Avatar address={peer} name={yonder.nameOf(peer)} size={2.25} />
                  <bdi class="grow cut">{yonder.nameOf(peer)}</bdi>
                  <input type="checkbox" checked={chosen().includes(peer)} onChange={() => toggle(peer)} />
                </label>
              </li>
            )}
          </For>
        </ul>
        <div class="acts-end">
          <button type="submit" class="button" disabled={chosen().length === 0}>
            {t("forward")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
