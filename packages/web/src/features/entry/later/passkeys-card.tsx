import "./entry.css";
import type { Passkey, Passkeys } from "@yonder/client";
import { createSignal, For, Show } from "solid-js";
import { ErrorLine } from "../../../components/field.tsx";
import { Icon } from "../../../components/icon.tsx";
import type { Key } from "../../../i18n/catalogue.ts";
import { formats, t } from "../../../i18n/index.ts";
import { deviceName } from "../../../state/browser-name.ts";
import { thisMinute } from "../../../state/clock.ts";
import { useYonder } from "../../../state/yonder.ts";
import { EntryRefusal } from "./desk.ts";
import { forgetPasskey, makePasskey } from "./web-authn.ts";

interface PasskeysCardProps {
  readonly passkeys: Passkeys;
  readonly onChanged: () => void;
}

/** What signs in here without a password. */
export function PasskeysCard(props: PasskeysCardProps) {
  const { engine, address } = useYonder();
  const [problem, setProblem] = createSignal<Key>();
  const [isMade, setMade] = createSignal(false);
  const attempt = async (action: () => Promise<unknown>, otherwise: Key) => {
    setProblem(undefined);
    setMade(false);
    await action().catch((error: unknown) => setProblem(error instanceof EntryRefusal ? error.text : otherwise));
    props.onChanged();
  };
  const make = () =>
    attempt(async () => {
      const entry = await engine.devices.entry();
      const made = await makePasskey(await entry.beginPasskey(), address());
      if (!made) return;
      await entry.addPasskey(made, deviceName());
      setMade(true);
    }, "passkeyFailed");
  const remove = (id: string) =>
    attempt(async () => {
      await (await engine.devices.entry()).removePasskey(id);
      forgetPasskey(location.hostname, id);
    }, "passkeyLast");
  return (
    <section class="card">
      <h2>{t("passkeys")}</h2>
      <For each={props.passkeys.list}>
        {(passkey) => <PasskeyItem passkey={passkey} onRemove={() => void remove(passkey.id)} />}
      </For>
      <Show when={problem()}>{(key) => <ErrorLine text={t(key())} />}</Show>
      <button type="button" class="item" onClick={() => void make()}>
        <Icon name="key" />
        <span class="two">
          <span>{t("makePasskey")}</span>
          <small role="status">{t(isMade() ? "passkeyMade" : "passkeysText")}</small>
        </span>
      </button>
    </section>
  );
}

function PasskeyItem(props: { readonly passkey: Passkey; readonly onRemove: () => void }) {
  const name = () => props.passkey.name || t("deviceUnknown");
  const about = () => {
    const { usedAt } = props.passkey;
    return usedAt ? t("passkeyUsed", { day: formats().day(usedAt, thisMinute()) }) : t("passkeyUnused");
  };
  return (
    <div class="item">
      <Icon name="key" />
      <span class="two">
        <bdi class="cut">{name()}</bdi>
        <small>{about()}</small>
      </span>
      <button
        type="button"
        class="button quiet small"
        aria-label={t("removePasskeyOf", { name: name() })}
        onClick={() => props.onRemove()}
      >
        {t("removePasskey")}
      </button>
    </div>
  );
}
