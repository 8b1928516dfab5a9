import type { Message, MessageState } from "@yonder/client";
import type { Key } from "../i18n/catalogue.ts";
import { t } from "../i18n/index.ts";

interface TickLook {
  readonly symbol: string;
  readonly class: string;
  readonly name: Key;
}

const LOOKS: Readonly<Record<MessageState, TickLook>> = {
  waiting: { symbol: "#t-clock", class: "clock", name: "tickWaiting" },
  stored: { symbol: "#t-one", class: "one", name: "tickStored" },
  reached: { symbol: "#t-two", class: "", name: "tickReached" },
  read: { symbol: "#t-two", class: "read", name: "tickRead" },
  failed: { symbol: "#t-failed", class: "failed", name: "tickFailed" },
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

export function nameOfTick(state: MessageState): Key {
  return LOOKS[state].name;
}
