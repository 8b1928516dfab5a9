import "../../i18n/later.ts";
import { Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { Vista } from "../../components/icon.tsx";
import { shortName } from "../../components/identity.ts";
import { Rich } from "../../components/rich.tsx";
import { t } from "../../i18n/index.ts";
import { go } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";
import { allowNotifications, permission } from "../background/later/permission.ts";
import { LinkLine } from "../connection/link-line.tsx";

/** The wide pane while no conversation is open: who I am on a fresh account, else where to start. */
export function Welcome() {
  const yonder = useYonder();
  const isFresh = () => yonder.conversations().length === 0 && yonder.contacts().length === 0;
  return (
    <main class="chat">
      <LinkLine class="below" />
      <Show
        when={isFresh()}
        fallback={
          <div class="empty">
            <Vista />
            <h2>{t("pick")}</h2>
            <p>
              <Rich text={t("pickText")} />
            </p>
          </div>
        }
      >
        <div class="empty">
          <Avatar address={yonder.address()} name={yonder.nameOf(yonder.address())} size={4.5} />
          <h2 class="after-portrait">{t("welcome", { name: shortName(yonder.nameOf(yonder.address())) })}</h2>
          <p>
            <Rich text={t("welcomeText", { address: yonder.address() })} />
            <br />
            {t("welcomeReach")}
          </p>
          <div class="acts">
            <Show when={!yonder.people().pictureOf(yonder.address())}>
              <button type="button" class="button quiet" onClick={() => go({ pane: "settings", section: "you" })}>
                {t("choosePicture")}
              </button>
            </Show>
            <Show when={permission() === "default"}>
              <button type="button" class="button quiet" onClick={() => void allowNotifications()}>
                {t("turnOnNotifications")}
              </button>
            </Show>
          </div>
        </div>
      </Show>
    </main>
  );
}
