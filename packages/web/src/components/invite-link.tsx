import "../styles/pass-on.css";
import { Show } from "solid-js";
import { t } from "../i18n/index.ts";
import { createLoaded } from "../state/loaded.ts";
import { useYonder } from "../state/yonder.ts";
import { CopyButton } from "./copy-button.tsx";

/** A link to pass on, made by the server when this is shown. `undefined` in between, "" when there is none. */
export function createInviteLink(): () => string | undefined {
  const { engine, nameOf, address } = useYonder();
  const [link] = createLoaded(() => engine.links.invite({ name: nameOf(address()) }).catch(() => ""));
  return link;
}

export function InviteLink(props: { readonly link: string | undefined }) {
  return (
    <div class="copy">
      <input
        class="cut"
        readonly
        aria-label={t("inviteLink")}
        dir={props.link ? "ltr" : undefined}
        value={props.link ?? ""}
        placeholder={t(props.link === undefined ? "makingLink" : "noLink")}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Show when={props.link}>{(link) => <CopyButton text={link()} />}</Show>
    </div>
  );
}
