import type { EngineApi, Message } from "@yonder/client";
import { Match, Switch } from "solid-js";
import { Icon } from "../../components/icon.tsx";
import { shortName } from "../../components/identity.ts";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";

interface AfterGroupProps {
  readonly message: Message;
  readonly name: string;
  readonly engine: EngineApi;
}

/** What happens next with own messages that are not there yet. */
export function AfterGroup(props: AfterGroupProps) {
  const yonder = useYonder();
  const isNewest = () => yonder.conversation(props.message.peer)?.last?.key === props.message.key;
  const isKept = () => props.message.state === "stored" && props.message.isKept && isNewest();
  const isWaiting = () => props.message.state === "waiting" && yonder.connection().kind !== "online";
  return (
    <Switch>
      <Match when={isKept()}>
        <div class="after">
          <Icon name="moon" isSmall />
          {t("whenBack", { name: shortName(props.name) })}
        </div>
      </Match>
      <Match when={isWaiting()}>
        <div class="after">{t("waitsHere")}</div>
      </Match>
      <Match when={props.message.state === "failed"}>
        <div class="after failed">
          {t(reasonOf(props.message.error))}
          <button type="button" class="text-button" onClick={() => props.engine.retry(props.message.key)}>
            {t("tryAgain")}
          </button>
          <button type="button" class="text-button" onClick={() => props.engine.discard(props.message.key)}>
            {t("discard")}
          </button>
        </div>
      </Match>
    </Switch>
  );
}

/** The reader's words for an RFC 6120 condition. */
function reasonOf(condition: string | undefined): Key {
  return REASONS[condition ?? ""] ?? "notSentRefused";
}

const REASONS: Readonly<Record<string, Key>> = {
  "file-too-large": "notSentTooLarge",
  "too-long": "notSentTooLong",
  "file-quota": "notSentNoRoom",
  "file-gone": "notSentGone",
  "item-not-found": "notSentUnknown",
  "remote-server-not-found": "notSentUnreachable",
  "remote-server-timeout": "notSentUnreachable",
  forbidden: "notSentBlocked",
  "not-acceptable": "notSentBlocked",
  "policy-violation": "notSentTooMuch",
  "resource-constraint": "notSentTooMuch",
};
