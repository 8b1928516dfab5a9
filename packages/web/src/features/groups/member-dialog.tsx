import type { GroupActions, GroupMember } from "@yonder/client";
import { Show } from "solid-js";
import { Avatar } from "../../components/avatar.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorLine } from "../../components/field.tsx";
import { Icon, type IconName } from "../../components/icon.tsx";
import { shortName } from "../../components/identity.ts";
import { t } from "../../i18n/index.ts";
import { createAttempt } from "../../state/attempt.ts";
import { openChat } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";
import { memberName } from "./names.ts";

interface MemberDialogProps {
  readonly peer: string;
  readonly member: GroupMember;
  readonly onClose: () => void;
}

/** What can be done about somebody in a group. */
export function MemberDialog(props: MemberDialogProps) {
  const yonder = useYonder();
  const attempt = createAttempt();
  const name = () => memberName(yonder, props.member);
  const short = () => shortName(name());
  const own = () => yonder.group(props.peer)?.role;
  const isOwner = () => own() === "owner" && !props.member.isOwn;
  /** Owners are above admins, and those above everybody else. */
  const isBelow = () => {
    const { role, isOwn } = props.member;
    return !isOwn && (own() === "owner" || (own() === "admin" && (role === "member" || role === "guest")));
  };
  const act = async (action: (actions: GroupActions) => Promise<void>) => {
    if (await attempt.run(async () => action(await yonder.engine.groups.actions()))) props.onClose();
  };
  const write = (address: string) => {
    props.onClose();
    openChat(address);
  };
  return (
    <Dialog title={name()} onClose={props.onClose}>
      <div class="found-card">
        <Avatar address={props.member.address ?? props.member.key} name={name()} presence={props.member.presence} />
        <span class="grow two as-named">
          <bdi class="cut">{name()}</bdi>
          <small class="hint cut" dir="ltr">
            {props.member.address}
          </small>
        </span>
      </div>
      <Show when={attempt.hasFailed()}>
        <ErrorLine text={t("addFailed")} />
      </Show>
      <div class="card outlined">
        <Show when={!props.member.isOwn && props.member.address}>
          {(address) => <Line icon="send" text={t("writeTo", { name: short() })} onPress={() => write(address())} />}
        </Show>
        <Show when={isOwner() && props.member.address}>
          <Show
            when={props.member.role === "admin" || props.member.role === "owner"}
            fallback={
              <Line
                icon="people"
                text={t("makeAdmin")}
                onPress={() => void act((actions) => actions.setRole(props.peer, props.member, "admin"))}
              />
            }
          >
            <Line
              icon="person"
              text={t("takeAdmin")}
              onPress={() => void act((actions) => actions.setRole(props.peer, props.member, "member"))}
            />
          </Show>
          <Show when={props.member.role !== "owner"}>
            <Line
              icon="lock"
              text={t("makeOwner")}
              onPress={() => void act((actions) => actions.setRole(props.peer, props.member, "owner"))}
            />
          </Show>
        </Show>
        <Show when={isBelow() && props.member.nick && props.member.presence !== "gone"}>
          <Line
            icon={props.member.isMuted ? "bell" : "mute"}
            text={t(props.member.isMuted ? "letWrite" : "letNotWrite")}
            onPress={() => void act((actions) => actions.setMuted(props.peer, props.member, !props.member.isMuted))}
          />
        </Show>
        <Show when={isBelow()}>
          <Line
            icon="out"
            isDanger
            text={t("takeOut")}
            onPress={() => void act((actions) => actions.remove(props.peer, props.member))}
          />
        </Show>
      </div>
    </Dialog>
  );
}

interface LineProps {
  readonly icon: IconName;
  readonly text: string;
  readonly isDanger?: boolean;
  readonly onPress: () => void;
}

function Line(props: LineProps) {
  return (
    <button type="button" class="item" classList={{ danger: props.isDanger ?? false }} onClick={() => props.onPress()}>
      <Icon name={props.icon} />
      <span class="two">{props.text}</span>
    </button>
  );
}
