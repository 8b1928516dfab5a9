import { createSignal, Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { CopyButton } from "../../components/copy-button.tsx";
import { Icon } from "../../components/icon.tsx";
import { createInviteLink, InviteLink } from "../../components/invite-link.tsx";
import { QrCode } from "../../components/qr-code.tsx";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";
import { AccountsCard } from "../accounts/later/accounts-card.tsx";
import { DesksCard } from "../desks/later/desks-card.tsx";
import { OwnProfile } from "../people/later/own-profile.tsx";
import { OwnWords } from "../people/later/own-words.tsx";
import { ContactLinkCard } from "./contact-link-card.tsx";

export function YouPage() {
  const yonder = useYonder();
  const [showsLink, setShowsLink] = createSignal(false);
  return (
    <>
      <section class="card">
        <div class="item tall">
          <Avatar address={yonder.address()} name={yonder.nameOf(yonder.address())} size={4} />
          <span class="two">
            <b class="big">
              <bdi>{yonder.nameOf(yonder.address())}</bdi>
            </b>
            <small>{yonder.address()}</small>
          </span>
          <CopyButton class="button quiet small" text={yonder.address()} />
        </div>
        <OwnProfile />
        <OwnWords />
      </section>
      <AccountsCard />
      <section class="card">
        <div class="item">
          <Icon name="link" />
          <span class="two">
            <span>{t("yourLink")}</span>
            <small>{t("yourLinkText")}</small>
          </span>
          <Show when={!showsLink()}>
            <button type="button" class="button quiet small" onClick={() => setShowsLink(true)}>
              {t("showLink")}
            </button>
          </Show>
        </div>
        <Show when={showsLink()}>
          <LinkToPassOn />
        </Show>
      </section>
      <ContactLinkCard />
      <DesksCard />
    </>
  );
}

function LinkToPassOn() {
  const link = createInviteLink();
  return (
    <div class="item pass-on">
      <Show when={link()}>{(text) => <QrCode text={text()} />}</Show>
      <div class="grow">
        <InviteLink link={link()} />
        <p class="hint below-link">{t("doneLead")}</p>
      </div>
    </div>
  );
}
