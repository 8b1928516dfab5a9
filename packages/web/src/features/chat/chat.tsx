import { createMemo, Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { onDemand } from "../../components/on-demand.tsx";
import { t } from "../../i18n/index.ts";
import { goBack } from "../../state/route.ts";
import { searchIn } from "../../state/search.ts";
import { useYonder } from "../../state/yonder.ts";
import { LinkLine } from "../connection/link-line.tsx";
import { Composer } from "./composer.tsx";
import { PresenceLine } from "./presence-line.tsx";
import { Timeline } from "./timeline.tsx";

const BlockedLine = onDemand(async () => (await import("../people/later/blocked-line.tsx")).BlockedLine);
const StrangerLine = onDemand(async () => (await import("../people/later/stranger-line.tsx")).StrangerLine);
const GroupHead = onDemand(
  async () => (await import("../groups/group-head.tsx")).GroupHead,
  () => <span />,
);
const GroupBar = onDemand(async () => (await import("../groups/group-bar.tsx")).GroupBar);

interface ChatProps {
  readonly peer: string;
  readonly hasDetails: boolean;
  readonly onDetails: () => void;
}

export function Chat(props: ChatProps) {
  const yonder = useYonder();
  // A guest cannot become a contact.
  const isStranger = createMemo(() => {
    const { isStranger: isOne, isGuest } = yonder.conversation(props.peer) ?? {};
    return isOne && !isGuest && !yonder.contact(props.peer) && !yonder.people().isBlocked(props.peer);
  });
  return (
    <main class="chat">
      <header class="pane-head">
        <IconButton class="only-phone" icon="back" label={t("backToConversations")} onPress={goBack} />
        <Avatar
          address={props.peer}
          name={yonder.nameOf(props.peer)}
          presence={yonder.contact(props.peer)?.presence}
          isGroup={yonder.isGroup(props.peer)}
          picture={yonder.group(props.peer)?.picture}
          size={2.5}
        />
        <div class="who-line">
          <h1 class="cut">
            <bdi>{yonder.nameOf(props.peer)}</bdi>
          </h1>
          <Show when={yonder.isGroup(props.peer)} fallback={<PresenceLine peer={props.peer} />}>
            <GroupHead peer={props.peer} />
          </Show>
        </div>
        <IconButton class="not-phone" icon="search" label={t("searchHere")} onPress={() => searchIn(props.peer)} />
        <IconButton icon="info" label={t("details")} expanded={props.hasDetails} onPress={props.onDetails} />
      </header>
      <LinkLine />
      <Show when={yonder.isGroup(props.peer)} fallback={isStranger() && <StrangerLine peer={props.peer} />}>
        <GroupBar peer={props.peer} />
      </Show>
      <Show when={props.peer} keyed>
        {(peer) => (
          <>
            <Timeline peer={peer} />
            <Show when={!yonder.people().isBlocked(peer)} fallback={<BlockedLine peer={peer} />}>
              <Composer peer={peer} />
            </Show>
          </>
        )}
      </Show>
    </main>
  );
}
