import type { Group, GroupMember, GroupNotify } from "@yonder/client";
import { createSignal, For, Show } from "solid-js";
import "../../i18n/later.ts";
import "../../styles/groups.css";
import { Avatar } from "../../components/avatar.tsx";
import { Icon } from "../../components/icon.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { DetailsPane } from "../../components/later/details-pane.tsx";
import { More } from "../../components/later/more.tsx";
import { formats, t } from "../../i18n/index.ts";
import { followRows, isAlike } from "../../state/rows.ts";
import { useYonder } from "../../state/yonder.ts";
import { CareButtons } from "../care/later/care-buttons.tsx";
import { SharedCard } from "../files/later/shared-card.tsx";
import { DayJump, SearchHere } from "../search/later/search-here.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { GroupSettings } from "./group-settings.tsx";
import { InvitePeople } from "./invite-people.tsx";
import { MemberDialog } from "./member-dialog.tsx";
import { MemberLine } from "./member-line.tsx";

interface GroupDetailsProps {
  readonly peer: string;
  readonly onClose: () => void;
}

/** So many people are shown at first; then so many more whenever one comes to the end of them. */
const FEW = 6;
const MANY = 60;

type Open = "invite" | "settings" | "leave" | "destroy";

export function GroupDetails(props: GroupDetailsProps) {
  const yonder = useYonder();
  const group = () => yonder.group(props.peer);
  const name = () => yonder.nameOf(props.peer);
  const [open, setOpen] = createSignal<Open>();
  const close = () => setOpen(undefined);
  const isAdmin = () => isAbove(group()) || group()?.mayDescribe === true;
  return (
    <DetailsPane
      title={t("aGroup")}
      onClose={props.onClose}
      act={
        <Show when={isAdmin()}>
          <IconButton icon="edit" label={t("editGroup")} onPress={() => setOpen("settings")} />
        </Show>
      }
    >
      <div class="portrait">
        <Avatar address={props.peer} name={name()} isGroup picture={group()?.picture} />
        <div>
          <h2>
            <bdi>{name()}</bdi>
          </h2>
          <p class="hint">{counted(group())}</p>
        </div>
        <Show when={group()?.description || group()?.subject}>
          <p class="about" dir="auto">
            {group()?.description || group()?.subject}
          </p>
        </Show>
      </div>
      <div class="quick">
        <Show when={group()?.mayInvite}>
          <button type="button" onClick={() => setOpen("invite")}>
            <Icon name="people" />
            {t("inviteOthers")}
          </button>
        </Show>
        <SearchHere peer={props.peer} />
        <CareButtons peer={props.peer} />
      </div>
      <People peer={props.peer} />
      <SharedCard peer={props.peer} />
      <DayJump peer={props.peer} />
      <section class="card">
        <TellMe peer={props.peer} />
        <button type="button" class="item danger" onClick={() => setOpen("leave")}>
          <Icon name="out" />
          <span class="two">{t("leaveGroup")}</span>
        </button>
        <Show when={group()?.role === "owner"}>
          <button type="button" class="item danger" onClick={() => setOpen("destroy")}>
            <Icon name="bin" />
            <span class="two">{t("destroyGroup")}</span>
          </button>
        </Show>
      </section>
      <Show when={open() === "invite"}>
        <InvitePeople peer={props.peer} onClose={close} />
      </Show>
      <Show when={open() === "settings"}>
        <GroupSettings peer={props.peer} onClose={close} />
      </Show>
      <Show when={open() === "leave" || open() === "destroy"}>
        <EndDialog peer={props.peer} isForAll={open() === "destroy"} onClose={close} />
      </Show>
    </DetailsPane>
  );
}

function People(props: { readonly peer: string }) {
  const yonder = useYonder();
  const [most, setMost] = createSignal(FEW);
  const [asked, setAsked] = createSignal<string>();
  const members = () => yonder.group(props.peer)?.members ?? [];
  const shown = () => (members().length <= most() ? members() : members().slice(0, most() - 1));
  const rows = followRows(shown, ({ key }) => key, isAlike);
  const member = (key: string | undefined): GroupMember | undefined => members().find((one) => one.key === key);
  return (
    <>
      <section class="card">
        <h3>{t("groupPeople")}</h3>
        <ul>
          <For each={rows()}>
            {({ key, value }) => (
              <li>
                <MemberLine member={value()} onPress={() => setAsked(key)} />
              </li>
            )}
          </For>
          <Show when={most() > FEW && shown().length < members().length}>
            <More onSeen={() => setMost(most() + MANY)} />
          </Show>
        </ul>
        <Show when={most() === FEW && shown().length < members().length}>
          <button type="button" class="item all" onClick={() => setMost(MANY)}>
            {t("showAll", { count: members().length })}
          </button>
        </Show>
      </section>
      <Show when={member(asked())}>
        {(one) => <MemberDialog peer={props.peer} member={one()} onClose={() => setAsked(undefined)} />}
      </Show>
    </>
  );
}

const CHOICES = ["all", "mentions", "none"] as const;
const WORDS = { all: "tellAll", mentions: "tellMentions", none: "tellNone" } as const;

function TellMe(props: { readonly peer: string }) {
  const { engine, conversation } = useYonder();
  const notify = () => conversation(props.peer)?.notify ?? "all";
  const choose = async (value: string) => {
    const chosen = CHOICES.find((one): one is GroupNotify => one === value) ?? "all";
    await (await engine.groups.actions()).setNotify(props.peer, chosen).catch(() => undefined);
  };
  return (
    <label class="item">
      <Icon name="bell" />
      <span class="two">
        <span>{t("tellMeAbout")}</span>
        <select onChange={(event) => void choose(event.currentTarget.value)}>
          <For each={CHOICES}>
            {(choice) => (
              <option value={choice} selected={choice === notify()}>
                {t(WORDS[choice])}
              </option>
            )}
          </For>
        </select>
      </span>
    </label>
  );
}

function counted(group: Group | undefined): string {
  if (!group || group.members.length === 0) return "";
  const here = group.members.filter(({ presence }) => presence !== "gone").length;
  const people = t("peopleCount", { count: group.members.length });
  return here > 0 ? `${people} · ${t("hereCount", { count: formats().number(here) })}` : people;
}

function isAbove(group: Group | undefined): boolean {
  return group?.role === "owner" || group?.role === "admin";
}
