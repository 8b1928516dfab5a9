import { createRoot, createSignal } from "solid-js";

/** The time by the minute, so that "Today" and the times in the list stay true. */
export const thisMinute = createRoot(() => {
  const [now, setNow] = createSignal(Date.now());
  const tick = () => {
    setNow(Date.now());
    setTimeout(tick, 60_000 - (Date.now() % 60_000));
  };
  tick();
  document.addEventListener("visibilitychange", () => setNow(Date.now()));
  return now;
});
