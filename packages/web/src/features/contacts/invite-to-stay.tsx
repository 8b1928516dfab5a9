import { createSignal } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { t } from "../../i18n/index.ts";
import { announce } from "../../state/live.ts";
import { useYonder } from "../../state/yonder.ts";

/** Sends a guest a link by which they get an address, and stay among our contacts. */
export function InviteToStay(props: { readonly peer: string }) {
  const { engine, nameOf, address } = useYonder();
  const [state, setState] = createSignal<"asked" | "sent" | "failed">();
  const invite = async () => {
    if (state() === "asked" || state() === "sent") return;
    setState("asked");
    const link = await engine.links.invite({ name: nameOf(address()), to: props.peer }).catch(() => "");
    if (link) engine.send(props.peer, link);
    setState(link ? "sent" : "failed");
    announce(t(link ? "staySent" : "noLink"));
  };
  const text = () => {
    if (state() === "sent") return t("staySent");
    return t(state() === "failed" ? "noLink" : "stayInviteText");
  };
  return (
    <button type="button" class="item" aria-disabled={state() === "sent"} onClick={() => void invite()}>
      <Icon name={state() === "sent" ? "check" : "plus"} />
      <span class="two">
        <span>{t("stayInvite")}</span>
        <small>{text()}</small>
      </span>
    </button>
  );
}
