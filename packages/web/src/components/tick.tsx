import type { Message, MessageState } from "@yonder/client";
import type { Key } from "../i18n/catalogue.ts";
import { t } from "../i18n/index.ts";

interface TickLook {
  readonly symbol: string;
  readonly class: string;
  readonly name: Key;
  readonly text: Key;
}

const LOOKS: Readonly<Record<MessageState, TickLook>> = {
  waiting: { symbol: "#t-clock", class: "clock", name: "tickWaiting", text: "tickWaitingText" },
  stored: { symbol: "#t-one", class: "one", name: "tickStored", text: "tickStoredText" },
  reached: { symbol: "#t-two", class: "", name: "tickReached", text: "tickReachedText" },
  read: { symbol: "#t-two", class: "read", name: "tickRead", text: "tickReadText" },
  failed: { symbol: "#t-failed", class: "failed", name: "tickFailed", text: "tickFailedText" },
};

/** How far an own message came: drawn, and named for those who listen. */
export function Tick(props: { readonly message: Pick<Message, "state"> }) {
  const look = () => LOOKS[props.message.state];
  return (
    <svg class={`tick ${look().class}`} role="img" aria-label={t(look().name)}>
      <use href={look().symbol} />
    </svg>
  );
}

/** What a tick means, in a sentence. */
export function explainTick(state: MessageState, name: string): { readonly title: string; readonly text: string } {
  return { title: t(LOOKS[state].name), text: t(LOOKS[state].text, { name }) };
}
