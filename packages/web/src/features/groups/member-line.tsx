import type { GroupMember } from "@yonder/client";
import { Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { t } from "../../i18n/index.ts";
import { useYonder } from "../../state/yonder.ts";
import { memberName } from "./names.ts";

/** Somebody in a group: who, whether here, what they look after. */
export function MemberLine(props: { readonly member: GroupMember; readonly onPress: () => void }) {
  const yonder = useYonder();
  const isOnline = () => yonder.connection().kind === "online";
  const tag = (): Key | undefined => tagOf(props.member);
  return (
    <button type="button" class="item plain" onClick={() => props.onPress()}>
      <Avatar
        address={props.member.address ?? props.member.key}
        name={memberName(yonder, props.member)}
        presence={isOnline() ? props.member.presence : undefined}
      />
      <span class="two as-named">
        <bdi class="cut">
          {memberName(yonder, props.member)}
          <Show when={props.member.isOwn}>
            <span class="hint"> · {t("you")}</span>
          </Show>
        </bdi>
        <small dir="auto" class="cut">
          {props.member.status || t(props.member.presence)}
        </small>
      </span>
      <Show when={tag()}>{(key) => <span class="tag">{t(key())}</span>}</Show>
    </button>
  );
}

function tagOf({ role, isMuted }: GroupMember): Key | undefined {
  if (isMuted) return "readsAlong";
  if (role === "owner") return "looksAfter";
  if (role === "admin") return "isAdmin";
  return role === "guest" ? "isGuest" : undefined;
}
