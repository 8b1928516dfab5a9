import type { GuestPass } from "@yonder/client";
import { t } from "../../i18n/index.ts";
import { packPass } from "../invite/guest-pass.ts";

interface StayCardProps {
  readonly link: string;
  /** Who is asked to stay. */
  readonly pass: GuestPass | undefined;
  /** Who invites. */
  readonly name: string;
}

/** Whom the guest writes to would like them to stay. */
export function StayCard(props: StayCardProps) {
  const isWidget = parent !== window;
  // The window that opens has another storage than a widget: it is told who the guest is, and asks what was said.
  const link = () => (isWidget && props.pass ? `${props.link}/${packPass(props.pass)}` : props.link);
  return (
    <div class="stay">
      <b>{t("guestStay", { name: props.name })}</b>
      <span>{t("guestStayText")}</span>
      <a class="button small" href={link()} target={isWidget ? "_blank" : undefined}>
        {t("guestStayDo")}
      </a>
    </div>
  );
}

/** The link of an invitation to this server, if that is all that a message says. */
export function invitationIn(body: string): string | undefined {
  const text = body.trim();
  return text.startsWith(`${location.origin}/invite/#`) && !/\s/.test(text) ? text : undefined;
}
