import { describe, expect, test } from "vitest";
import { type Decision, messageType, type Resource, routeMessage } from "./route.ts";

const resource = (name: string, priority: number | "unavailable", hasCarbons = false): Resource => ({
  resource: name,
  presence: {
    isAvailable: priority !== "unavailable",
    priority: priority === "unavailable" ? 0 : priority,
    hasCarbons,
    isInterested: true,
  },
});

const phone = resource("phone", 5);
const desk = resource("desk", 0);
const robot = resource("robot", -1);
const silent = resource("silent", "unavailable");
const copied = resource("copied", -1, true);

const to = (...resources: string[]): Decision["deliveries"] =>
  resources.map((it) => ({ kind: "deliver", resource: it }));
const copyTo = (it: string) => ({ kind: "carbon-received" as const, resource: it });

describe("a message to the bare address (RFC 6121 §8.5.2)", () => {
  test.each([
    ["chat", [phone, desk], to("phone", "desk"), "keep"],
    ["normal", [phone, desk], to("phone", "desk"), "keep"],
    ["headline", [phone, desk], to("phone", "desk"), "drop"],
    ["groupchat", [phone, desk], [], "refuse"],
    ["error", [phone, desk], [], "drop"],
    ["chat", [phone, robot, silent], to("phone"), "keep"],
    ["chat", [robot], [], "keep"],
    ["normal", [robot], [], "keep"],
    ["headline", [robot], [], "drop"],
    ["chat", [silent], [], "keep"],
    ["chat", [], [], "keep"],
    ["normal", [], [], "keep"],
    ["headline", [], [], "drop"],
    ["groupchat", [], [], "refuse"],
    ["error", [], [], "drop"],
  ] as const)("%s with %o goes to %o, otherwise: %s", (type, resources, deliveries, otherwise) => {
    expect(routeMessage(type, undefined, resources, false)).toEqual({ deliveries, otherwise });
  });
});

describe("a message to a full address (RFC 6121 §8.5.3)", () => {
  test.each(["chat", "normal", "headline", "groupchat", "error"] as const)(
    "%s goes to that resource alone, whatever its priority",
    (type) => {
      expect(routeMessage(type, "robot", [phone, robot], false).deliveries).toEqual(to("robot"));
      expect(routeMessage(type, "silent", [phone, silent], false).deliveries).toEqual(to("silent"));
    },
  );

  test.each([
    ["chat", to("phone", "desk"), "keep"],
    ["normal", [], "refuse"],
    ["groupchat", [], "refuse"],
    ["headline", [], "drop"],
    ["error", [], "drop"],
  ] as const)("%s to a resource that is gone goes to %o, otherwise: %s", (type, deliveries, otherwise) => {
    expect(routeMessage(type, "gone", [phone, desk], false)).toEqual({ deliveries, otherwise });
  });
});

describe("carbon copies (XEP-0280 §6)", () => {
  test("go to the other resources that asked for them", () => {
    expect(routeMessage("chat", "phone", [phone, copied, desk], true).deliveries).toEqual([
      ...to("phone"),
      copyTo("copied"),
    ]);
  });

  test("go to nobody twice", () => {
    const own = resource("own", 0, true);
    expect(routeMessage("chat", undefined, [phone, own], true).deliveries).toEqual(to("phone", "own"));
  });

  test("are left out for what may not be copied", () => {
    expect(routeMessage("chat", "phone", [phone, copied], false).deliveries).toEqual(to("phone"));
  });

  test("a device that takes no messages still gets its copy", () => {
    expect(routeMessage("chat", undefined, [phone, copied], true).deliveries).toEqual([
      ...to("phone"),
      copyTo("copied"),
    ]);
  });
});

test("a type that nobody knows means normal (RFC 6121 §5.2.2)", () => {
  expect(
    ["chat", "headline", "groupchat", "error", "normal", undefined, "CHAT", "constructor"].map(messageType),
  ).toEqual(["chat", "headline", "groupchat", "error", "normal", "normal", "normal", "normal"]);
});
