import "../../styles/details.css";
import "../../styles/settings.css";
import "../../i18n/later.ts";
import { createSignal, For, Match, Show, Switch } from "solid-js";
import { Icon, type IconName } from "../../components/icon.tsx";
import { IconButton } from "../../components/icon-button.tsx";
import { PaneTitle } from "../../components/later/pane-title.tsx";
import type { Key } from "../../i18n/catalogue.ts";
import { LANGUAGES } from "../../i18n/catalogue.ts";
import { formats, language, numberLocale, t } from "../../i18n/index.ts";
import { isPhone } from "../../state/media.ts";
import { preferences } from "../../state/preferences.ts";
import { formatRoute, go, goBack, type Section } from "../../state/route.ts";
import { useYonder } from "../../state/yonder.ts";
import { doesNotify } from "../background/later/permission.ts";
import { Travel } from "../connection/travel.tsx";
import { line } from "../connection/travel-line.ts";
import { timeText } from "../connection/travel-times.ts";
import { moveFocus } from "../conversations/move-focus.ts";
import { DataPage } from "../own/later/data-page.tsx";
import { BlockedPage } from "../people/later/blocked-page.tsx";
import { DevicePage } from "./device-page.tsx";
import { LookPage } from "./look-page.tsx";
import { NotificationsPage } from "./notifications-page.tsx";
import { SignOutDialog } from "./sign-out-dialog.tsx";
import { YouPage } from "./you-page.tsx";

interface Entry {
  readonly section: Section;
  readonly icon: IconName;
  readonly title: Key;
  readonly about: () => string;
}

/** The list of settings, and the page of the one that is chosen. */
export function Settings(props: { readonly section: Section | undefined }) {
  const yonder = useYonder();
  const [isLeaving, setLeaving] = createSignal(false);
  let rows: HTMLUListElement | undefined;
  // Beside the list there is room for the first page.
  const section = () => props.section ?? (isPhone() ? undefined : "you");
  const entries: readonly Entry[] = [
    { section: "you", icon: "person", title: "you", about: () => yonder.address() },
    {
      section: "look",
      icon: "sun",
      title: "look",
      about: () => `${t(THEMES[preferences.theme])} · ${nameOfLanguage()}`,
    },
    { section: "notifications", icon: "bell", title: "notifications", about: () => t(doesNotify() ? "on" : "off") },
    {
      section: "blocked",
      icon: "block",
      title: "blockedPeople",
      about: () => formats().number(yonder.people().blocked.length),
    },
    { section: "device", icon: "device", title: "devices", about: () => t("thisBrowser") },
    { section: "data", icon: "save", title: "yourData", about: () => t("yourDataText") },
    {
      section: "connection",
      icon: "way",
      title: "connection",
      about: () => (yonder.connection().kind === "online" ? goodText() : t("notConnected")),
    },
  ];
  const open = (event: MouseEvent, next: Section) => {
    event.preventDefault();
    go({ pane: "settings", section: next }, { replace: !isPhone() });
  };
  return (
    <>
      <div class="list" role={isPhone() ? "main" : undefined}>
        <nav class="list-body" aria-label={t("settings")}>
          <div class="pane-head">
            <IconButton
              icon="back"
              label={t("backToConversations")}
              onPress={() => (isPhone() ? goBack() : go({ pane: "list" }))}
            />
            <PaneTitle class="grow">{t("settings")}</PaneTitle>
          </div>
          <ul class="rows" ref={rows} onKeyDown={(event) => moveFocus(rows, event)}>
            <For each={entries}>
              {(entry) => (
                <li>
                  <a
                    class="row setting"
                    href={formatRoute({ pane: "settings", section: entry.section })}
                    aria-current={entry.section === section() ? "page" : undefined}
                    onClick={(event) => open(event, entry.section)}
                  >
                    <span class="icon-place">
                      <Icon name={entry.icon} />
                    </span>
                    <span class="grow">
                      <span class="l1">
                        <span class="who cut">{t(entry.title)}</span>
                      </span>
                      <span class="l2">
                        <span class="last cut">{entry.about()}</span>
                      </span>
                    </span>
                  </a>
                </li>
              )}
            </For>
            <li class="hr" />
            <li>
              <button type="button" class="row setting danger" onClick={() => setLeaving(true)}>
                <span class="icon-place">
                  <Icon name="out" />
                </span>
                <span class="who">{t("signOut")}</span>
              </button>
            </li>
          </ul>
        </nav>
      </div>
      <main class="chat">
        <header class="pane-head">
          <IconButton class="only-phone" icon="back" label={t("backToSettings")} onPress={goBack} />
          <div class="who-line">
            <h1 class="cut">{t(entries.find((entry) => entry.section === section())?.title ?? "settings")}</h1>
            <Show when={section() === "connection" && yonder.connection().kind === "online"}>
              <span class="here">{t("good")}</span>
            </Show>
          </div>
        </header>
        <Show when={section()}>
          {(here) => (
            <section class="page" tabindex="0" aria-label={t("settings")}>
              <Switch>
                <Match when={here() === "you"}>
                  <YouPage />
                </Match>
                <Match when={here() === "look"}>
                  <LookPage />
                </Match>
                <Match when={here() === "notifications"}>
                  <NotificationsPage />
                </Match>
                <Match when={here() === "blocked"}>
                  <BlockedPage />
                </Match>
                <Match when={here() === "device"}>
                  <DevicePage onSignOut={() => setLeaving(true)} />
                </Match>
                <Match when={here() === "data"}>
                  <DataPage />
                </Match>
                <Match when={here() === "connection"}>
                  <Travel />
                </Match>
              </Switch>
            </section>
          )}
        </Show>
      </main>
      <Show when={isLeaving()}>
        <SignOutDialog onClose={() => setLeaving(false)} />
      </Show>
    </>
  );
}

function goodText(): string {
  const now = line();
  return now ? t("goodIn", { time: timeText(Math.round(now.roundTrip), numberLocale()) }) : t("good");
}

const THEMES = { system: "followsSystem", light: "day", dark: "night" } as const;

function nameOfLanguage(): string {
  return LANGUAGES.find((one) => one.code === language())?.name ?? "";
}
