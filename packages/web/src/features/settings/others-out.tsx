import { createSignal, Show } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

/** All other devices at once. */
export function OthersOut(props: { readonly onDone: () => void }) {
  const { engine } = useYonder();
  const [said, setSaid] = createSignal<"othersOutDone" | "othersOutLeft" | "addFailed">();
  const signOut = async () => {
    setSaid(undefined);
    try {
      setSaid((await engine.devices.signOutOthers()) ? "othersOutDone" : "othersOutLeft");
    } catch {
      setSaid("addFailed"); // not online any more
    }
    props.onDone();
  };
  return (
    <button type="button" class="item" onClick={() => void signOut()}>
      <Icon name="block" />
      <span class="two">
        <span>{t("othersOut")}</span>
        <small role="status">
          <Show when={said()}>{(key) => t(key())}</Show>
        </small>
      </span>
    </button>
  );
}
