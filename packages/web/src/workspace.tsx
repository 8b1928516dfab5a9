import type { EngineApi } from "@yonder/client";
import {
  type Component,
  createEffect,
  createMemo,
  createSignal,
  getOwner,
  Match,
  onCleanup,
  onMount,
  runWithOwner,
  Show,
  Switch,
} from "solid-js";
import { onDemand } from "./components/on-demand.tsx";
import { Slot } from "./components/slot.tsx";
import { Chat } from "./features/chat/chat.tsx";
import { addressOfLink } from "./features/chat/links.ts";
import { ConversationList } from "./features/conversations/conversation-list.tsx";
import { followFocus } from "./state/focus.ts";
import { atLeisure } from "./state/leisure.ts";
import { hasRoomForDetails, isPhone } from "./state/media.ts";
import { prefer, preferences } from "./state/preferences.ts";
import { go, goBack, type Route, route } from "./state/route.ts";
import { createYonder, YonderContext } from "./state/yonder.ts";

/** Beside a conversation they come when that is there, and their place is kept; nobody has asked for them. */
const unasked = () => (hasRoomForDetails() ? atLeisure() : undefined);
const Details = () => <section class="details" />;
const ContactDetails = onDemand(async () => {
  await unasked();
  return (await import("./features/contacts/contact-details.tsx")).ContactDetails;
}, Details);
const GroupDetails = onDemand(async () => {
  await unasked();
  return (await import("./features/groups/group-details.tsx")).GroupDetails;
}, Details);
const AdmitDevice = onDemand(async () => (await import("./features/entry/later/admit-device.tsx")).AdmitDevice);
const JoinGroup = onDemand(async () => (await import("./features/groups/join-group.tsx")).JoinGroup);
const NewContact = onDemand(async () => (await import("./features/contacts/new-contact.tsx")).NewContact);
const Welcome = onDemand(
  async () => (await import("./features/conversations/welcome.tsx")).Welcome,
  () => <main class="chat" />,
);
const Settings = onDemand(async () => (await import("./features/settings/settings.tsx")).Settings);

type ChatRoute = Extract<Route, { pane: "chat" }>;
type SettingsRoute = Extract<Route, { pane: "settings" }>;

/** Inside: conversations, timeline and details side by side, or as many of them as there is room for. */
export function Workspace(props: { readonly engine: EngineApi }) {
  const yonder = createYonder(props.engine);
  const [newContact, setNewContact] = createSignal<{ readonly address: string }>();
  const chat = createMemo(() => (route().pane === "chat" ? (route() as ChatRoute) : undefined));
  const joined = () => {
    const here = route();
    return here.pane === "list" ? here.group : undefined;
  };
  const newDevice = () => {
    const here = route();
    return here.pane === "list" ? here.device : undefined;
  };
  const settings = createMemo(() => (route().pane === "settings" ? (route() as SettingsRoute) : undefined));
  const showsDetails = () => Boolean(chat() && (hasRoomForDetails() ? preferences.hasDetails : chat()?.hasDetails));
  const pane = () => {
    const section = settings();
    if (section) return section.section ? "chat" : "list";
    if (!chat()) return "list";
    return showsDetails() && isPhone() ? "details" : "chat";
  };
  const toggleDetails = () => {
    const here = chat();
    if (hasRoomForDetails()) prefer({ hasDetails: !preferences.hasDetails });
    else if (here?.hasDetails) goBack();
    else if (here) go({ ...here, hasDetails: true });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (showsDetails() && !hasRoomForDetails()) goBack();
    else if (route().pane !== "list") go({ pane: "list" }, { replace: !isPhone() });
  };
  const onLink = (event: MouseEvent) => openAddressLink(event, (address) => setNewContact({ address }));
  const owner = getOwner();
  const [background, setBackground] = createSignal<Component>();
  let isGone = false;
  const startBackground = async () => {
    await atLeisure();
    const loaded = await import("./features/background/later/index.ts");
    if (!isGone) setBackground(() => runWithOwner(owner, () => loaded.startBackground(yonder)));
  };
  const look = () => props.engine.setVisible(document.visibilityState === "visible");

  followFocus();
  onMount(() => {
    look();
    startBackground().catch(() => {}); // the server is away; all else goes on
    document.addEventListener("visibilitychange", look);
    addEventListener("keydown", onKey);
    addEventListener("click", onLink);
  });
  onCleanup(() => {
    isGone = true;
    document.removeEventListener("visibilitychange", look);
    removeEventListener("keydown", onKey);
    removeEventListener("click", onLink);
  });
  createEffect(() => {
    if (yonder.connection().kind === "online") linkManifest();
  });

  return (
    <YonderContext.Provider value={yonder}>
      <div class="app" data-pane={pane()}>
        <Show
          when={settings()}
          fallback={
            <>
              <ConversationList onNew={() => setNewContact({ address: "" })} />
              <Switch fallback={<Welcome />}>
                <Match when={chat()}>
                  {(here) => <Chat peer={here().peer} hasDetails={showsDetails()} onDetails={toggleDetails} />}
                </Match>
              </Switch>
              {/* What was begun there is about nobody else. */}
              <Show when={showsDetails() && chat()?.peer} keyed>
                {(peer) => (
                  <Show when={yonder.isGroup(peer)} fallback={<ContactDetails peer={peer} onClose={toggleDetails} />}>
                    <GroupDetails peer={peer} onClose={toggleDetails} />
                  </Show>
                )}
              </Show>
            </>
          }
        >
          {(here) => <Settings section={here().section} />}
        </Show>
        <Slot of={background()} />
        <Show when={joined()}>{(group) => <JoinGroup group={group()} />}</Show>
        <Show when={newDevice()}>{(device) => <AdmitDevice code={device().key} name={device().name} />}</Show>
        <Show when={newContact()}>
          {(start) => <NewContact address={start().address} onClose={() => setNewContact(undefined)} />}
        </Show>
      </div>
    </YonderContext.Provider>
  );
}

/** A link to an address (xmpp:) opens here, not in another program. */
function openAddressLink(event: MouseEvent, open: (address: string) => void): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="xmpp:"]');
  if (!link) return;
  const address = addressOfLink(link.href);
  if (!address) return;
  event.preventDefault();
  open(address);
}

/** The manifest is only asked for once there is something to install. */
function linkManifest(): void {
  if (document.querySelector("link[rel=manifest]")) return;
  const link = document.createElement("link");
  link.rel = "manifest";
  link.href = "/manifest.webmanifest";
  document.head.append(link);
}
