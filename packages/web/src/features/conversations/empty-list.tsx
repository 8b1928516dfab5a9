import "../../i18n/later.ts";
import { createSignal } from "solid-js";
import { copyText } from "../../components/copy-button.tsx";
import { Icon, Vista } from "../../components/icon.tsx";
import { t } from "../../i18n/index.ts";
import { announce } from "../../state/live.ts";
import { useYonder } from "../../state/yonder.ts";

export function EmptyList(props: { readonly onNew: () => void }) {
  const { engine, nameOf, address } = useYonder();
  const [done, setDone] = createSignal<"linkCopied" | "noLink">();
  const copyLink = async () => {
    const link = await engine.links.invite({ name: nameOf(address()) }).catch(() => "");
    setDone(link && (await copyText(link)) ? "linkCopied" : "noLink");
    announce(t(done() ?? "noLink"));
  };
  return (
    <div class="empty">
      <Vista />
      <h2>{t("emptyTitle")}</h2>
      <p>{t("emptyText")}</p>
      <div class="acts">
        <button type="button" class="button" onClick={() => props.onNew()}>
          <Icon name="plus" isSmall /> {t("addContact")}
        </button>
        <button type="button" class="button quiet" onClick={() => void copyLink()}>
          <Icon name={done() === "linkCopied" ? "check" : "link"} isSmall /> {t(done() ?? "copyLink")}
        </button>
      </div>
    </div>
  );
}
