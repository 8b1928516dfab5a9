import "../../i18n/later.ts";
import type { GroupInvitation } from "@yonder/client";
import { createEffect, createSignal, For, Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine } from "../../components/field.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { t } from "../../i18n/index.ts";
import { createAttempt } from "../../state/attempt.ts";
import { useYonder } from "../../state/yonder.ts";
import { BlockDialog } from "../people/later/block-dialog.tsx";

/** Those who ask to see when we are here, each with a yes and a no. */
export function RequestDialog(props: { readonly onClose: () => void }) {
  const yonder = useYonder();
  const [blocking, setBlocking] = createSignal<string>();
  const answering = createAttempt();
  createEffect(() => {
    if (yonder.requests().length + yonder.invitations().length === 0) props.onClose();
  });
  return (
    <Dialog title={t(yonder.requests().length > 0 ? "requestsTitle" : "groupsAskTitle")} onClose={props.onClose}>
      <Show when={yonder.requests().length > 0}>
        <p class="hint">{t("requestsText")}</p>
      </Show>
      <ul class="requests">
        <For each={yonder.requests()}>
          {(address) => (
            <li>
              <Avatar address={address} name={yonder.nameOf(address)} />
              <span class="two grow">
                <bdi class="cut">{yonder.nameOf(address)}</bdi>
                <small class="hint cut" dir="ltr">
                  {address}
                </small>
              </span>
              <span class="answers">
                <IconButton
                  icon="block"
                  label={t("blockThem", { name: yonder.nameOf(address) })}
                  onPress={() => setBlocking(address)}
                />
                <button
                  type="button"
                  class="button line small"
                  aria-label={t("declineOf", { name: yonder.nameOf(address) })}
                  onClick={() => void answering.run(() => yonder.engine.declineRequest(address))}
                >
                  {t("decline")}
                </button>
                <button
                  type="button"
                  class="button small"
                  aria-label={t("acceptOf", { name: yonder.nameOf(address) })}
                  onClick={() => void answering.run(() => yonder.engine.acceptRequest(address))}
                >
                  {t("accept")}
                </button>
              </span>
            </li>
          )}
        </For>
        <For each={yonder.invitations()}>{(invitation) => <Invitation invitation={invitation} />}</For>
      </ul>
      <Show when={answering.hasFailed()}>
        <ErrorLine text={t("addFailed")} />
      </Show>
      <Show when={blocking()}>
        {(address) => <BlockDialog address={address()} onClose={() => setBlocking(undefined)} />}
      </Show>
    </Dialog>
  );
}

/** A group that somebody asks us into. */
function Invitation(props: { readonly invitation: GroupInvitation }) {
  const { engine, address, nameOf } = useYonder();
  const [hasFailed, setFailed] = createSignal(false);
  const { group, from } = props.invitation;
  const name = () => props.invitation.name ?? group;
  const accept = async () => {
    setFailed(false);
    const nick = nameOf(address());
    await engine.groups
      .actions()
      .then((actions) => actions.accept(group, nick))
      .catch(() => setFailed(true));
  };
  const decline = async () => (await engine.groups.actions()).decline(group);
  return (
    <li>
      <Avatar address={group} name={name()} isGroup />
      <span class="two grow">
        <bdi class="cut">{name()}</bdi>
        <small class="hint cut">{t("asksInto", { name: from ? nameOf(from) : group })}</small>
      </span>
      <span class="answers">
        <button
          type="button"
          class="button line small"
          aria-label={t("declineOf", { name: name() })}
          onClick={() => void decline()}
        >
          {t("decline")}
        </button>
        <button
          type="button"
          class="button small"
          aria-label={t("acceptOf", { name: name() })}
          onClick={() => void accept()}
        >
          {t("accept")}
        </button>
      </span>
      <Show when={hasFailed()}>
        <ErrorLine text={t("joinFailed")} />
      </Show>
    </li>
  );
}
