import { Icon } from "../../../components/icon.tsx";
import { IconButton } from "../../../components/icon-button.tsx";
import { shortName } from "../../../components/identity.ts";
import { Rich } from "../../../components/rich.tsx";
import { t } from "../../../i18n/index.ts";
import { useYonder } from "../../../state/yonder.ts";
import { plainText } from "../../chat/styling.ts";
import { type About, setAbout } from "../about.ts";
import { whoIs } from "./who.ts";

/** Over the composer: which message is answered or written anew. */
export function AboutBar(props: { readonly about: About }) {
  const yonder = useYonder();
  const message = () => props.about.message;
  const isEdit = () => props.about.kind === "edit";
  const name = () => {
    const { isOwn, author, peer } = message();
    return isOwn ? t("you") : (author?.name ?? shortName(whoIs(yonder, peer, peer)));
  };
  return (
    <div class="about">
      {isEdit() ? <Icon name="edit" isSmall /> : <Icon name="reply" isSmall />}
      <span class="cut grow">
        <Rich text={isEdit() ? t("editing") : t("replyingTo", { name: name().replaceAll("*", "") })} />
        {" · "}
        <bdi>{plainText(message().body.slice(0, 200)).replace(/\s+/g, " ")}</bdi>
      </span>
      <IconButton icon="x" label={t(isEdit() ? "dontEdit" : "dontReply")} onPress={() => setAbout(undefined)} />
    </div>
  );
}
