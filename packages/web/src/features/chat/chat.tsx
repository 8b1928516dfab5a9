import { Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { t } from "../../i18n/index.ts";
import { goBack } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";
import { LinkLine } from "../connection/link-line.tsx";
import { Composer } from "./composer.tsx";
import { PresenceLine } from "./presence-line.tsx";
import { StrangerLine } from "./stranger-line.tsx";
import { Timeline } from "./timeline.tsx";

interface ChatProps {
  readonly peer: string;
  readonly hasDetails: boolean;
  readonly onDetails: () => void;
}

export function Chat(props: ChatProps) {
  const yonder = useYonder();
  return (
    <main class="chat">
      <header class="pane-head">
        <IconButton class="only-phone" icon="back" label={t("backToConversations")} onPress={goBack} />
        <Avatar
          address={props.peer}
          name={yonder.nameOf(props.peer)}
          presence={yonder.contact(props.peer)?.presence}
          size={2.5}
        />
        <div class="who-line">
          <h1 class="cut">
            <bdi>{yonder.nameOf(props.peer)}</bdi>
          </h1>
          <PresenceLine peer={props.peer} />
        </div>
        <IconButton icon="info" label={t("details")} expanded={props.hasDetails} onPress={props.onDetails} />
      </header>
      <LinkLine />
      <StrangerLine peer={props.peer} />
      <Show when={props.peer} keyed>
        {(peer) => (
          <>
            <Timeline peer={peer} />
            <Composer peer={peer} />
          </>
        )}
      </Show>
    </main>
  );
}
