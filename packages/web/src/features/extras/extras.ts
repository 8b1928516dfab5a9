import { createRoot, createSignal } from "solid-js";

type Extras = typeof import("./later/index.ts");

const [extras, setExtras] = createRoot(() => createSignal<Extras>());

/** All that can be done with messages besides reading and writing them; undefined until it is loaded. */
export { extras };

let loading: Promise<void> | undefined;

/** Loads it; `show` wraps the change of what is on the page. */
export function loadExtras(show: (update: () => void) => void): Promise<void> {
  loading ??= load(show).catch(() => {
    // Without a connection there is none of it: the next conversation asks again.
    loading = undefined;
  });
  return loading;
}

async function load(show: (update: () => void) => void): Promise<void> {
  const {
    AboutBar,
    EmojiButton,
    isPicked,
    LinkCard,
    LinkOffer,
    MessageTools,
    MovedNote,
    Quote,
    Reactions,
    takeLink,
    TickTip,
  } = await import("./later/index.ts");
  const loaded = {
    AboutBar,
    EmojiButton,
    isPicked,
    LinkCard,
    LinkOffer,
    MessageTools,
    MovedNote,
    Quote,
    Reactions,
    takeLink,
    TickTip,
  };
  show(() => setExtras(loaded));
}
