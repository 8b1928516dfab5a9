import "../../../i18n/later.ts";
import { type Component, createEffect, onCleanup } from "solid-js";
import { t } from "../../../i18n/index.ts";
import { slots } from "../../../state/accounts.ts";
import { prefer, preferences } from "../../../state/preferences.ts";
import type { Yonder } from "../../../state/yonder.ts";
import { leaveNotes } from "../../../worker/notes.ts";
import { noteAccount } from "../../accounts/later/note-account.ts";
import { setCare } from "../../care/care.ts";
import * as careParts from "../../care/later/index.ts";
import { forgetPlaces } from "../../chat/scroll-place.ts";
import { notifyOf } from "./notifications.ts";
import { forgetPush, settlePush, wantsPush } from "./push.ts";
import { RenewedLine } from "./renewed-line.tsx";
import { followKeyboard } from "./viewport.ts";
import { askForNewer, startWorker } from "./worker-client.ts";

/** What comes first has the line to itself for so long, ms. */
const HEAD_START = 2_000;
/** Names that the worker knows. */
const MAX_NAMES = 500;

/** All that goes on beside the screen: notifications, the worker, being told while no page is open. @returns what this has to say */
export function startBackground(yonder: Yonder): Component {
  notifyOf(yonder);
  noteAccount(yonder);
  const { engine } = yonder;
  let isStarted = false;
  let account = "";
  createEffect(() => {
    account = yonder.address() || account;
  });
  const later = setTimeout(() => {
    isStarted = true;
    void startWorker().then(() => wantsPush() && settlePush(engine));
  }, HEAD_START);
  const stops = [
    () => clearTimeout(later),
    followKeyboard(),
    engine.on("connection", (state) => {
      if (state.kind !== "online" || !isStarted) return;
      void askForNewer();
      // The server may have forgotten, with a new password, what an earlier session said.
      if (!state.resumed && wantsPush()) void settlePush(engine);
    }),
    engine.on("cleared", () => {
      forgetPlaces();
      if (preferences.ownName?.address === account) prefer({ ownName: undefined });
      void forgetPush(account);
    }),
  ];
  onCleanup(() => {
    for (const stop of stops) stop();
  });
  createEffect(() => {
    if (!wantsPush()) return;
    const names = yonder
      .contacts()
      .slice(0, MAX_NAMES)
      .map(({ address }) => [address, yonder.nameOf(address)]);
    const all = yonder.conversations();
    const groups = all.filter(({ kind }) => kind === "group");
    void leaveNotes(caches, yonder.address(), {
      slot: slots.accounts.find(({ address }) => address === yonder.address())?.slot,
      texts: { one: t("pushOne"), many: t("pushMany", { count: "{count}" }) },
      names: Object.fromEntries([...names, ...groups.map(({ peer }) => [peer, yonder.nameOf(peer)])]) as Record<
        string,
        string
      >,
      muted: all.filter(({ isMuted }) => isMuted).map(({ peer }) => peer),
      quiet: preferences.quiet,
    });
  });
  setCare(careParts);
  takeFormerMutes(yonder);
  tellName(yonder);
  return RenewedLine;
}

/** The name that was given when the account was made: contacts call us by it, once they may know it. */
function tellName({ engine, address, connection }: Yonder): void {
  createEffect(() => {
    const { ownName } = preferences;
    if (ownName?.address !== address() || connection().kind !== "online" || !engine.leads) return;
    engine.people
      .actions()
      .then((actions) => actions.setName(ownName.name))
      .then(
        () => prefer({ ownName: undefined }),
        () => {}, // with the next connection
      );
  });
}

/** What was muted in this browser alone is muted on all devices now. */
function takeFormerMutes({ engine }: Yonder): void {
  const { muted = [] } = preferences;
  if (muted.length === 0) return;
  void engine.people.actions().then((care) => {
    for (const peer of muted) care.mute(peer, true);
    prefer({ muted: undefined });
  });
}
