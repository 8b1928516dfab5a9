import type { Device } from "@yonder/client";
import { createSignal, For, Show } from "solid-js";
import { ErrorLine } from "../../components/field.tsx";
import { Icon } from "../../components/icon.tsx";
import { formats, t } from "../../i18n/index.ts";
import { describeBrowser } from "../../state/browser-name.ts";
import { thisMinute } from "../../state/clock.ts";
import { createLoaded } from "../../state/loaded.ts";
import { useYonder } from "../../state/yonder.ts";
import { AddDevice } from "../entry/later/add-device.tsx";
import { AppsCard } from "../entry/later/apps-card.tsx";
import { PasskeysCard } from "../entry/later/passkeys-card.tsx";
import { OthersOut } from "./others-out.tsx";
import { PasswordForm } from "./password-form.tsx";

/** Where the account is signed in, and what may be done about it. */
export function DevicePage(props: { readonly onSignOut: () => void }) {
  const { engine, connection } = useYonder();
  const own = describeBrowser(navigator.userAgent);
  const isOnline = () => connection().kind === "online";
  // A server may not tell: this one is here in any case.
  const list = () => engine.devices.list().catch((): readonly Device[] => []);
  const [devices, show] = createLoaded(() => (isOnline() ? list() : undefined));
  const refresh = async () => show(await list());
  const others = () => devices()?.filter((device) => !device.isThis) ?? [];
  // A server of another kind has no such thing.
  const ask = async () => (await engine.devices.entry()).passkeys().catch(() => undefined);
  const [passkeys, showPasskeys] = createLoaded(() => (isOnline() ? ask() : undefined));
  const refreshPasskeys = async () => showPasskeys(await ask());
  const hasPassword = () => passkeys()?.hasPassword ?? true;
  const [isAdding, setAdding] = createSignal(false);
  const [hasFailed, setFailed] = createSignal(false);
  const signOut = async (id: string) => {
    setFailed(false);
    await engine.devices.signOut(id).catch(() => setFailed(true));
    await refresh();
  };
  return (
    <>
      <section class="card">
        <div class="item">
          <Icon name="device" />
          <span class="two">
            <span>{t("thisBrowser")}</span>
            <small>{t("browserOn", own)}</small>
          </span>
          <span class="hint this-one">{t("thisOne")}</span>
        </div>
        <For each={others()}>
          {(device) => <OtherDevice device={device} onSignOut={() => void signOut(device.id)} />}
        </For>
        <Show when={hasFailed()}>
          <ErrorLine text={t("addFailed")} />
        </Show>
        <Show when={passkeys()}>
          <button type="button" class="item" onClick={() => setAdding(true)}>
            <Icon name="plus" />
            <span class="two">
              <span>{t("addDevice")}</span>
              <small>{t("addDeviceAbout")}</small>
            </span>
          </button>
        </Show>
        <Show when={devices()}>
          <OthersOut onDone={() => void refresh()} />
        </Show>
        <div class="item">
          <Icon name="lock" />
          <span class="two">
            <small>{t("messagesKept")}</small>
          </span>
        </div>
        <button type="button" class="item danger" onClick={() => props.onSignOut()}>
          <Icon name="out" />
          <span class="two">{t("signOut")}</span>
        </button>
      </section>
      <Show when={passkeys()}>
        {(known) => <PasskeysCard passkeys={known()} onChanged={() => void refreshPasskeys()} />}
      </Show>
      <PasswordForm hasPassword={hasPassword()} onChanged={() => void Promise.all([refresh(), refreshPasskeys()])} />
      <AppsCard hasPassword={hasPassword()} />
      <Show when={isAdding()}>
        <AddDevice onAdded={() => void refresh()} onClose={() => setAdding(false)} />
      </Show>
    </>
  );
}

function OtherDevice(props: { readonly device: Device; readonly onSignOut: () => void }) {
  const name = () => props.device.name || t("deviceUnknown");
  const about = () => {
    if (props.device.hasPassword) return t("devicePassword");
    return props.device.isHere ? t("deviceNow") : formats().day(props.device.seenAt, thisMinute());
  };
  return (
    <div class="item">
      <Icon name="device" />
      <span class="two">
        <bdi class="cut">{name()}</bdi>
        <small>{about()}</small>
      </span>
      <Show when={!props.device.hasPassword}>
        <button
          type="button"
          class="button quiet small"
          aria-label={t("deviceOutOf", { name: name() })}
          onClick={() => props.onSignOut()}
        >
          {t("deviceOut")}
        </button>
      </Show>
    </div>
  );
}
