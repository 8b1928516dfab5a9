import { t } from "../../i18n/index.ts";

interface StayCardProps {
  readonly link: string;
  /** Who invites. */
  readonly name: string;
}

/** Whom the guest writes to would like them to stay. */
export function StayCard(props: StayCardProps) {
  return (
    <div class="stay">
      <b>{t("guestStay", { name: props.name })}</b>
      <span>{t("guestStayText")}</span>
      <a class="button small" href={props.link} target={parent === window ? undefined : "_blank"}>
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
