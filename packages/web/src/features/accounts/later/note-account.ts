import { createEffect, onCleanup } from "solid-js";
import { slots } from "../../../state/accounts.ts";
import { loudIn } from "../../../state/loud.ts";
import type { Yonder } from "../../../state/yonder.ts";

/** What comes in a burst is noted once, ms. */
const CALM = 1_000;

/** Leaves word of this account for tabs that show another one: the leading tab does, which knows it first. */
export function noteAccount(yonder: Yonder): void {
  let timer = 0;
  createEffect(() => {
    const address = yonder.address();
    const unread = yonder.conversations().reduce((sum, one) => sum + loudIn(one), 0);
    const name = yonder.nameOf(address);
    if (yonder.connection().kind !== "online" || !yonder.engine.leads) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => slots.note(address, { name, unread, at: Date.now() }), CALM);
  });
  onCleanup(() => clearTimeout(timer));
}
