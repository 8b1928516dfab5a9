import type { Conversation } from "@yonder/client";
import { createRoot, createSignal } from "solid-js";
import { expect, it, vi } from "vitest";
import type { Yonder } from "../../../state/yonder.ts";

const page = { title: "", visibilityState: "visible", hasFocus: () => true, querySelector: () => null };
vi.stubGlobal("location", { hash: "" });
vi.stubGlobal("document", page);
const { notifyOf } = await import("./notifications.ts");

it("counts in the title, and tells of nothing more once somebody has signed out", () => {
  const having = (unread: number) => [{ unread } as Conversation];
  const [conversations, setConversations] = createSignal(having(2));
  const stop = vi.fn();
  const engine = { on: () => stop };
  const dispose = createRoot((end) => {
    notifyOf({ engine, conversations } as unknown as Yonder);
    return end;
  });
  expect(page.title).toBe("(2) Yonder");
  setConversations(having(3));
  expect(page.title).toBe("(3) Yonder");
  dispose();
  expect(page.title).toBe("Yonder");
  expect(stop).toHaveBeenCalledOnce();
});
