import type { InvitationNotice } from "@yonder/client";
import { Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { Vista } from "../../components/icon.tsx";
import { nameFromAddress, shortName } from "../../components/identity.ts";
import { Rich } from "../../components/rich.tsx";
import { t } from "../../i18n/index.ts";
import { type Arrival, isGroup } from "./arrival.ts";

interface InviteHeadProps {
  readonly domain: string;
  readonly arrival: Arrival | undefined;
}

/** Who invites, to where. */
export function InviteHead(props: InviteHeadProps) {
  const known = () => (props.arrival?.notice?.from ? props.arrival.notice : undefined);
  return (
    <Show when={known()} fallback={<Anybody domain={props.domain} />}>
      {(notice) => (
        <>
          <div class="inviters">
            <Avatar address={notice().from ?? ""} name={nameOf(notice())} size={3.5} />
            <Show when={isGroup(notice())}>
              <Avatar address={notice().to ?? ""} name={notice().title ?? ""} size={2.25} isGroup />
            </Show>
          </div>
          <h1>{t("inviteFrom", { name: shortName(nameOf(notice())), place: notice().place ?? props.domain })}</h1>
          <p class="lead">
            <Lead notice={notice()} hasTalk={Boolean(props.arrival?.talk ?? props.arrival?.pass)} />
          </p>
        </>
      )}
    </Show>
  );
}

function Lead(props: { readonly notice: InvitationNotice; readonly hasTalk: boolean }) {
  const name = () => shortName(nameOf(props.notice));
  if (isGroup(props.notice)) return <Rich text={t("inviteGroup", { group: props.notice.title ?? "" })} />;
  return <>{t(props.hasTalk ? "inviteKeeps" : "inviteContact", { name: name() })}</>;
}

function Anybody(props: { readonly domain: string }) {
  return (
    <div class="portrait">
      <Vista />
      <h1>{t("inviteTitle", { domain: props.domain })}</h1>
      <p class="lead">{t("inviteLead")}</p>
    </div>
  );
}

function nameOf({ name, from }: InvitationNotice): string {
  return name || nameFromAddress(from ?? "");
}
