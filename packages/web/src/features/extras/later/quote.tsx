import type { Message, Reply } from "@yonder/client";
import { hueOf } from "../../../components/identity.ts";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { plainText } from "../../chat/styling.ts";
import { summaryOf } from "../../files/file-kind.ts";
import { jumpTo } from "./jump.ts";
import { whoIs } from "./who.ts";

/** What a message answers; a press leads there. */
export function Quote(props: { readonly reply: Reply; readonly peer: string }) {
  const yonder = useYonder();
  const meant = () => yonder.engine.history(props.peer).find((message) => isMeant(message, props.reply));
  const name = () => (props.reply.author ? whoIs(yonder, props.peer, props.reply.author) : t("earlierMessage"));
  const text = () => {
    const message = meant();
    return (message ? summaryOf(message) : plainText(props.reply.body.slice(0, 400))) || t("earlierMessage");
  };
  return (
    <button
      type="button"
      class="quote"
      ref={(element) => element.style.setProperty("--h", String(hueOf(props.reply.author || props.peer)))}
      onClick={() => void jumpTo((message) => isMeant(message, props.reply))}
    >
      <span class="sr">{t("answers")} </span>
      <bdi class="name">{name()}</bdi>
      <span class="txt" dir="auto">
        {text()}
      </span>
    </button>
  );
}

function isMeant(message: Message, { key, id }: Reply): boolean {
  return message.key === key || [message.key, message.id, message.originId, message.archiveId].includes(id);
}
