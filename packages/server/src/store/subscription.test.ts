import { describe, expect, it } from "vitest";
import { decide, type RosterChange, type RosterItem, type SubscriptionType } from "./subscription.ts";

const request = "<presence type='subscribe' from='romeo@example.net' to='juliet@example.com'/>";

/** The nine states of RFC 6121 A.1. */
const states = {
  None: { subscription: "none", isPendingOut: false, isPendingIn: false },
  "None + Pending Out": { subscription: "none", isPendingOut: true, isPendingIn: false },
  "None + Pending In": { subscription: "none", isPendingOut: false, isPendingIn: true },
  "None + Pending Out+In": { subscription: "none", isPendingOut: true, isPendingIn: true },
  To: { subscription: "to", isPendingOut: false, isPendingIn: false },
  "To + Pending In": { subscription: "to", isPendingOut: false, isPendingIn: true },
  From: { subscription: "from", isPendingOut: false, isPendingIn: false },
  "From + Pending Out": { subscription: "from", isPendingOut: true, isPendingIn: false },
  Both: { subscription: "both", isPendingOut: false, isPendingIn: false },
} as const;
type State = keyof typeof states;
type Row = readonly [existing: State, isForwarded: boolean, next: State];

function itemIn(state: State, more: Partial<RosterItem> = {}): RosterItem {
  const { subscription, isPendingOut, isPendingIn } = states[state];
  const item = { contact: "romeo@example.net", isListed: true, name: "Romeo", groups: ["Friends"], isApproved: false };
  return { ...item, subscription, isPendingOut, request: isPendingIn ? request : undefined, ...more };
}

function stateOf(item: RosterItem | undefined): State | undefined {
  const found = Object.entries(states).find(
    ([, s]) =>
      s.subscription === item?.subscription &&
      s.isPendingOut === item.isPendingOut &&
      s.isPendingIn === (item.request !== undefined),
  );
  return found?.[0] as State | undefined;
}

const tables: Record<string, readonly Row[]> = {
  "outbound subscribe": [
    // A.2.1
    ["None", true, "None + Pending Out"],
    ["None + Pending Out", true, "None + Pending Out"],
    ["None + Pending In", true, "None + Pending Out+In"],
    ["None + Pending Out+In", true, "None + Pending Out+In"],
    ["To", true, "To"],
    ["To + Pending In", true, "To + Pending In"],
    ["From", true, "From + Pending Out"],
    ["From + Pending Out", true, "From + Pending Out"],
    ["Both", true, "Both"],
  ],
  "outbound unsubscribe": [
    // A.2.2
    ["None", true, "None"],
    ["None + Pending Out", true, "None"],
    ["None + Pending In", true, "None + Pending In"],
    ["None + Pending Out+In", true, "None + Pending In"],
    ["To", true, "None"],
    ["To + Pending In", true, "None + Pending In"],
    ["From", true, "From"],
    ["From + Pending Out", true, "From"],
    ["Both", true, "From"],
  ],
  "outbound subscribed": [
    // A.2.3
    ["None", false, "None"],
    ["None + Pending Out", false, "None + Pending Out"],
    ["None + Pending In", true, "From"],
    ["None + Pending Out+In", true, "From + Pending Out"],
    ["To", false, "To"],
    ["To + Pending In", true, "Both"],
    ["From", false, "From"],
    ["From + Pending Out", false, "From + Pending Out"],
    ["Both", false, "Both"],
  ],
  "outbound unsubscribed": [
    // A.2.4
    ["None", false, "None"],
    ["None + Pending Out", false, "None + Pending Out"],
    ["None + Pending In", true, "None"],
    ["None + Pending Out+In", true, "None + Pending Out"],
    ["To", false, "To"],
    ["To + Pending In", true, "To"],
    ["From", true, "None"],
    ["From + Pending Out", true, "None + Pending Out"],
    ["Both", true, "To"],
  ],
  "inbound subscribe": [
    // A.3.1
    ["None", true, "None + Pending In"],
    ["None + Pending Out", true, "None + Pending Out+In"],
    ["None + Pending In", false, "None + Pending In"],
    ["None + Pending Out+In", false, "None + Pending Out+In"],
    ["To", true, "To + Pending In"],
    ["To + Pending In", false, "To + Pending In"],
    ["From", false, "From"],
    ["From + Pending Out", false, "From + Pending Out"],
    ["Both", false, "Both"],
  ],
  "inbound unsubscribe": [
    // A.3.2
    ["None", false, "None"],
    ["None + Pending Out", false, "None + Pending Out"],
    ["None + Pending In", true, "None"],
    ["None + Pending Out+In", true, "None + Pending Out"],
    ["To", false, "To"],
    ["To + Pending In", true, "To"],
    ["From", true, "None"],
    ["From + Pending Out", true, "None + Pending Out"],
    ["Both", true, "To"],
  ],
  "inbound subscribed": [
    // A.3.3
    ["None", false, "None"],
    ["None + Pending Out", true, "To"],
    ["None + Pending In", false, "None + Pending In"],
    ["None + Pending Out+In", true, "To + Pending In"],
    ["To", false, "To"],
    ["To + Pending In", false, "To + Pending In"],
    ["From", false, "From"],
    ["From + Pending Out", true, "Both"],
    ["Both", false, "Both"],
  ],
  "inbound unsubscribed": [
    // A.3.4
    ["None", false, "None"],
    ["None + Pending Out", true, "None"],
    ["None + Pending In", false, "None + Pending In"],
    ["None + Pending Out+In", true, "None + Pending In"],
    ["To", true, "None"],
    ["To + Pending In", true, "None + Pending In"],
    ["From", false, "From"],
    ["From + Pending Out", true, "From"],
    ["Both", true, "From"],
  ],
};

function changeNamed(name: string): RosterChange {
  const [kind, type] = name.split(" ") as ["inbound" | "outbound", SubscriptionType];
  return kind === "outbound" ? { kind, type } : { kind, type, xml: request };
}

for (const [name, rows] of Object.entries(tables)) {
  describe(`RFC 6121 Appendix A: ${name}`, () => {
    it.each(rows)("%s: forwarded %s, then %s", (existing, isForwarded, next) => {
      const decision = decide(itemIn(existing), "romeo@example.net", changeNamed(name));
      expect(decision.isForwarded).toBe(isForwarded);
      expect(stateOf(decision.item)).toBe(next);
    });

    it.each(rows)("%s: pushes just when clients see another item", (existing, _, next) => {
      const before = itemIn(existing);
      const { isPushed, item, kind } = decide(before, "romeo@example.net", changeNamed(name));
      const isVisible =
        item?.subscription !== before.subscription ||
        item.isPendingOut !== before.isPendingOut ||
        item.isApproved !== before.isApproved;
      expect(isPushed).toBe(isVisible);
      expect(kind).toBe(existing === next && !isVisible ? "unchanged" : "changed");
    });
  });
}

describe("a contact's presence follows its subscription", () => {
  it("is sent when a request is granted", () => {
    expect(
      decide(itemIn("None + Pending In"), "romeo@example.net", { kind: "outbound", type: "subscribed" }).presence,
    ).toBe("available");
  });

  it.each(["From", "From + Pending Out", "Both"] as const)(
    "ends when it is cancelled from either side in %s",
    (state) => {
      expect(decide(itemIn(state), "romeo@example.net", { kind: "outbound", type: "unsubscribed" }).presence).toBe(
        "unavailable",
      );
      expect(decide(itemIn(state), "romeo@example.net", changeNamed("inbound unsubscribe")).presence).toBe(
        "unavailable",
      );
    },
  );

  it("is not told to someone whose request is denied", () => {
    expect(
      decide(itemIn("None + Pending In"), "romeo@example.net", { kind: "outbound", type: "unsubscribed" }).presence,
    ).toBeUndefined();
  });
});

describe("a contact that is not in the roster", () => {
  it("stays unlisted while it merely asks, and its request is kept as it came", () => {
    const decision = decide(undefined, "romeo@example.net", changeNamed("inbound subscribe"));
    expect(decision).toMatchObject({
      kind: "changed",
      isPushed: false,
      isForwarded: true,
      item: { isListed: false, request },
    });
  });

  it("leaves nothing behind when its request is denied or taken back", () => {
    const asked = itemIn("None + Pending In", { isListed: false });
    expect(decide(asked, "romeo@example.net", { kind: "outbound", type: "unsubscribed" }).item).toBeUndefined();
    expect(decide(asked, "romeo@example.net", changeNamed("inbound unsubscribe")).item).toBeUndefined();
  });

  it("is listed once its request is granted", () => {
    const asked = itemIn("None + Pending In", { isListed: false });
    expect(decide(asked, "romeo@example.net", { kind: "outbound", type: "subscribed" }).item).toMatchObject({
      isListed: true,
      subscription: "from",
    });
  });

  it("is not created by an answer that was never asked for", () => {
    const decision = decide(undefined, "romeo@example.net", changeNamed("inbound subscribed"));
    expect(decision).toMatchObject({ kind: "unchanged", item: undefined, isPushed: false, isForwarded: false });
  });

  it("cannot be removed", () => {
    expect(decide(undefined, "romeo@example.net", { kind: "remove" }).kind).toBe("not-found");
    expect(decide(itemIn("None + Pending In", { isListed: false }), "romeo@example.net", { kind: "remove" }).kind).toBe(
      "not-found",
    );
  });
});

describe("pre-approval (RFC 6121 §3.4)", () => {
  const approve = { kind: "outbound", type: "subscribed" } as const;

  it("lists the contact as approved and tells it nothing", () => {
    const decision = decide(undefined, "romeo@example.net", approve);
    expect(decision).toMatchObject({
      isForwarded: false,
      isPushed: true,
      item: { isApproved: true, isListed: true, subscription: "none" },
    });
  });

  it("answers the contact's request without asking the owner", () => {
    const decision = decide(itemIn("To", { isApproved: true }), "romeo@example.net", changeNamed("inbound subscribe"));
    expect(decision).toMatchObject({
      isForwarded: false,
      isPushed: true,
      replies: ["subscribed"],
      presence: "available",
    });
    expect(decision.item?.subscription).toBe("both");
  });

  it("is taken back without telling the contact", () => {
    const decision = decide(itemIn("None", { isApproved: true }), "romeo@example.net", {
      kind: "outbound",
      type: "unsubscribed",
    });
    expect(decision).toMatchObject({ isForwarded: false, isPushed: true, item: { isApproved: false } });
  });
});

describe("a request of a contact that may see the owner already", () => {
  it("is answered at once (RFC 6121 §3.1.3)", () => {
    expect(decide(itemIn("Both"), "romeo@example.net", changeNamed("inbound subscribe")).replies).toEqual([
      "subscribed",
    ]);
  });
});

describe("roster sets and removals", () => {
  it("names a contact and leaves its subscription as it is", () => {
    const decision = decide(itemIn("Both"), "romeo@example.net", { kind: "set", name: "My Romeo", groups: [] });
    expect(decision).toMatchObject({ isPushed: true, item: { name: "My Romeo", groups: [], subscription: "both" } });
  });

  it.each([
    ["None", []],
    ["None + Pending Out", ["unsubscribe"]],
    ["None + Pending In", ["unsubscribed"]],
    ["To", ["unsubscribe"]],
    ["From", ["unsubscribed"]],
    ["Both", ["unsubscribe", "unsubscribed"]],
  ] as const)("ends every direction when %s is removed (RFC 6121 §2.5.2)", (state, replies) => {
    const decision = decide(itemIn(state), "romeo@example.net", { kind: "remove" });
    expect(decision).toMatchObject({ kind: "changed", item: undefined, isPushed: true, replies });
  });
});
