import type { GroupRefusal } from "@yonder/client";
import { Match, Switch } from "solid-js";
import "../../i18n/later.ts";
import { Icon } from "../../components/icon.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { go } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";

const REASONS: Readonly<Record<GroupRefusal, Key>> = {
  "members-only": "groupClosed",
  banned: "groupRemoved",
  removed: "groupRemoved",
  password: "groupPassword",
  gone: "groupGone",
  unreachable: "groupUnreachable",
};

/** Over a group that we are not in, or may not write in. */
export function GroupBar(props: { readonly peer: string }) {
  const { engine, group } = useYonder();
  const reason = () => {
    const state = group(props.peer)?.state;
    return state?.kind === "out" ? state.reason : undefined;
  };
  const takeOff = async () => {
    await (await engine.groups.actions()).leave(props.peer).catch(() => undefined);
    go({ pane: "list" }, { replace: true });
  };
  const enter = async () => (await engine.groups.actions()).enter(props.peer);
  return (
    <Switch>
      <Match when={reason()}>
        {(why) => (
          <div class="link-line calm" role="status">
            <Icon name="people" />
            <span class="grow">
              <b>{t(REASONS[why()])}</b>
            </span>
            <button type="button" class="text-button" onClick={() => void enter()}>
              {t("joinAgain")}
            </button>
            <button type="button" class="text-button" onClick={() => void takeOff()}>
              {t("takeOff")}
            </button>
          </div>
        )}
      </Match>
      <Match when={group(props.peer)?.isMuted}>
        <div class="link-line calm" role="status">
          <Icon name="mute" />
          <span class="grow">{t("youAreMuted")}</span>
        </div>
      </Match>
    </Switch>
  );
}
