import type { ConnectionState } from "@yonder/client";
import { Match, Switch } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { t } from "../../i18n/index.ts";
import { createLine } from "../../state/link.ts";

interface GuestLinkLineProps {
  readonly connection: ConnectionState;
  readonly onPress: () => void;
}

/** The connection, only while there is something to say about it. */
export function GuestLinkLine(props: GuestLinkLineProps) {
  const line = createLine(() => props.connection);
  return (
    <Switch>
      <Match when={line().kind === "waiting" || line().kind === "connecting"}>
        <div class="link-line" data-is="lost" role="status">
          <Icon name="off" />
          <span class="grow">
            <b>{t("noConnection")}</b> <span class="more">{t("waitHere")}</span>
          </span>
          <button type="button" class="text-button" onClick={() => props.onPress()}>
            {t("tryNow")}
          </button>
        </div>
      </Match>
      <Match when={line().kind === "taken-over"}>
        <div class="link-line" data-is="lost" role="status">
          <Icon name="device" />
          <span class="grow">
            <b>{t("takenOver")}</b> <span class="more">{t("takenOverText")}</span>
          </span>
          <button type="button" class="text-button" onClick={() => props.onPress()}>
            {t("useHere")}
          </button>
        </div>
      </Match>
    </Switch>
  );
}
