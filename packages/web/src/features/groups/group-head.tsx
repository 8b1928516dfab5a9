import { createMemo, Match, Switch } from "solid-js";
import "../../i18n/later.ts";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";
import { listed, listedOthers } from "./names.ts";

/** Below a group's name: who writes, else who is in it. */
export function GroupHead(props: { readonly peer: string }) {
  const yonder = useYonder();
  const group = () => yonder.group(props.peer);
  const writing = () => group()?.typing.map((name) => nameOf(name)) ?? [];
  const nameOf = (nick: string) => {
    const member = group()?.members.find((one) => one.nick === nick);
    return yonder.nameIn({ name: nick, ...(member?.address && { address: member.address }) });
  };
  const others = createMemo(() => {
    const known = group();
    return known ? listedOthers(yonder, known) : "";
  });
  return (
    <Switch fallback={<span class="cut" />}>
      <Match when={writing().length > 0 && yonder.connection().kind === "online"}>
        <span class="cut now">{t("areWriting", { names: listed(writing(), 2), count: writing().length })}</span>
      </Match>
      <Match when={group()?.state.kind === "joining" && others() === ""}>
        <span class="cut">{t("goingIn")}</span>
      </Match>
      <Match when={others() !== ""}>
        <span class="cut" dir="auto">
          {others()}
        </span>
      </Match>
      <Match when={group()?.state.kind === "in"}>
        <span class="cut">{t("onlyYou")}</span>
      </Match>
    </Switch>
  );
}
