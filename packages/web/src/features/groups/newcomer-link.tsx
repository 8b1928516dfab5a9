import { createSignal, Show } from "solid-js";
import { CopyButton } from "../../components/copy-button.tsx";
import { ErrorLine } from "../../components/field.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

/** A link by which somebody without an address gets one, and is in the group at once. */
export function NewcomerLink(props: { readonly peer: string }) {
  const { engine, nameOf, address } = useYonder();
  const [link, setLink] = createSignal<string>();
  const make = async () => {
    const wish = { name: nameOf(address()), to: props.peer, title: nameOf(props.peer) };
    setLink(await engine.links.invite(wish).catch(() => ""));
  };
  return (
    <div class="mylink">
      <div class="grow">
        <b>{t("newcomerLink")}</b>
        <p class="hint">{t("newcomerLinkText")}</p>
        <Show
          when={link()}
          fallback={
            <button type="button" class="button quiet small" onClick={() => void make()}>
              {t("newcomerLinkMake")}
            </button>
          }
        >
          {(text) => (
            <div class="copy">
              <input class="cut" readonly dir="ltr" aria-label={t("inviteLink")} value={text()} />
              <CopyButton text={text()} />
            </div>
          )}
        </Show>
        <Show when={link() === ""}>
          <ErrorLine text={t("noLink")} />
        </Show>
      </div>
    </div>
  );
}
