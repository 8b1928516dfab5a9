import type { TabStore } from "@yonder/client";
import { GuestTalk, Locator } from "@yonder/client/guest";
import { createSignal, type JSX, Match, onCleanup, onMount, Show, Switch } from "solid-js";
import { Threshold } from "../../components/threshold.tsx";
import { t } from "../../i18n/index.ts";
import { askForContact, type ContactAnswer, type OpenContact } from "./contact.ts";
import { FirstWord } from "./first-word.tsx";
import { GuestChat } from "./guest-chat.tsx";

/** How often an open page asks whether they are here, ms. */
const PAUSE = 60_000;

/** What a contact link opens: a name and a message, then the conversation. */
export function GuestPage(props: { readonly name: string }) {
  const [answer, setAnswer] = createSignal<ContactAnswer>();
  const ask = async () => {
    const next = await askForContact(props.name);
    const shown = contact();
    // Who is shown stays, whatever becomes of the line or of the link: what was said can be read.
    if (typeof next === "object" || !shown) setAnswer(next);
    else if (next === "nobody") setAnswer({ ...shown, isHere: false });
  };
  const contact = (): OpenContact | undefined => {
    const now = answer();
    return typeof now === "object" ? now : undefined;
  };
  const askAgain = () => document.visibilityState === "visible" && void ask();
  onMount(() => {
    void ask();
    const timer = setInterval(askAgain, PAUSE);
    document.addEventListener("visibilitychange", askAgain);
    onCleanup(() => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", askAgain);
    });
  });
  return (
    <Switch>
      <Match when={contact()}>{(found) => <Talk name={props.name} contact={found()} />}</Match>
      <Match when={answer()}>
        <Outside>
          <h1>{t(answer() === "nobody" ? "guestNobody" : "guestNoAnswer")}</h1>
          <p class="lead">{t(answer() === "nobody" ? "guestNobodyText" : "unreachable")}</p>
          <Show when={answer() === "unreachable"}>
            <button type="button" class="button again" onClick={() => void ask()}>
              {t("tryAgain")}
            </button>
          </Show>
        </Outside>
      </Match>
    </Switch>
  );
}

function Outside(props: { readonly children: JSX.Element }) {
  // No other site shows the app itself: from a widget it opens beside.
  const target = parent === window ? undefined : "_blank";
  const foot = (
    <a href="/" target={target}>
      {t("haveAddress")}
    </a>
  );
  return <Threshold foot={foot}>{props.children}</Threshold>;
}

function Talk(props: { readonly name: string; readonly contact: OpenContact }) {
  const [version, setVersion] = createSignal(0);
  const { address, domain } = props.contact;
  const locator = new Locator({});
  const talk = new GuestTalk({
    contact: address,
    domain,
    locate: (isFresh) => locator.find(isFresh),
    store: storeOf(address),
    onChange: () => setVersion((now) => now + 1),
  });
  const follow = <T,>(read: () => T): T => {
    version();
    return read();
  };
  const check = () => document.visibilityState === "visible" && talk.connection.kind !== "refused" && talk.check();
  addEventListener("online", check);
  document.addEventListener("visibilitychange", check);
  onCleanup(() => {
    removeEventListener("online", check);
    document.removeEventListener("visibilitychange", check);
  });
  return (
    <Show
      when={follow(() => talk.isOpen)}
      fallback={
        <Outside>
          <FirstWord contact={props.contact} onSend={(nick, body) => talk.begin(nick, body)} />
        </Outside>
      }
    >
      <GuestChat
        contact={props.contact}
        talk={talk}
        messages={follow(() => talk.messages)}
        connection={follow(() => talk.connection)}
        isOver={follow(() => talk.isOver)}
      />
    </Show>
  );
}

/** A guest is another one for each contact, so that nobody can tell that it is the same person. */
function storeOf(address: string): TabStore {
  const key = `yonder-guest:${address}`;
  return {
    read: () => attempt(() => localStorage.getItem(key)) ?? undefined,
    write: (text) =>
      void attempt(() => (text === undefined ? localStorage.removeItem(key) : localStorage.setItem(key, text))),
  };
}

/** Storage that is blocked or full throws: the conversation lasts as long as the page then. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
