import { Match, Switch } from "solid-js";
import "../../i18n/later.ts";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";
import { listed, othersIn } from "./names.ts";

/** Below a group's name: who writes, else who is in it. */
export function GroupHead(props: { readonly peer: string }) {
  const yonder = useYonder();
  const group = () => yonder.group(props.peer);
  const writing = () => group()?.typing.map((name) => nameOf(name)) ?? [];
  const nameOf = (nick: string) => {
    const member = group()?.members.find((one) => one.nick === nick);
    return yonder.nameIn({ name: nick, ...(member?.address && { address: member.address }) });
  };
  const others = () => {
    const known = group();
    return known ? othersIn(yonder, known) : [];
  };
  return (
    <Switch fallback={<span class="cut" />}>
      <Match when={writing().length > 0 && yonder.connection().kind === "online"}>
        <span class="cut now">{t("areWriting", { names: listed(writing(), 2), count: writing().length })}</span>
      </Match>
      <Match when={group()?.state.kind === "joining" && others().length === 0}>
        <span class="cut">{t("goingIn")}</span>
      </Match>
      <Match when={others().length > 0}>
        <span class="cut" dir="auto">
          {listed(others())}
        </span>
      </Match>
      <Match when={group()?.state.kind === "in"}>
        <span class="cut">{t("onlyYou")}</span>
      </Match>
    </Switch>
  );
}
