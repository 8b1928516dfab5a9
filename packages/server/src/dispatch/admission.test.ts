import { expect, test } from "vitest";
import type { NodeStatus } from "../directory/directory.ts";
import { Admission } from "./admission.ts";
import { Dispatch } from "./dispatch.ts";

const WEB = { transport: "websocket", canStartTls: false } as const;
const TCP = { transport: "tcp", canStartTls: false } as const;

const OTHER: NodeStatus = {
  node: "b",
  epoch: "1",
  webUrl: "https://b.example",
  c2sAddress: "b.example:5222",
  sessions: 0,
  load: 0,
  isDraining: false,
};

function admissionAt(others: readonly NodeStatus[], overload = { isOverloaded: false }): Admission {
  const nodes = () => [{ ...OTHER, node: "a" }, ...others];
  const dispatch = new Dispatch({ company: ["a"], nodes, publicUrl: () => "https://chat.example", random: () => 0.5 });
  return new Admission({ dispatch, isOverloaded: () => overload.isOverloaded });
}

/** What a stream is told, in short. */
function answer(admission: Admission, stream: Parameters<Admission["refusal"]>[0]): string {
  const refusal = admission.refusal(stream);
  return refusal?.seeOtherUri ?? refusal?.error.host ?? refusal?.error.condition ?? "welcome";
}

test("a node in order takes everybody", () => {
  const admission = admissionAt([OTHER]);
  expect(admission.isOpen).toBe(true);
  expect(answer(admission, WEB)).toBe("welcome");
  expect(answer(admission, TCP)).toBe("welcome");
});

test("a draining node names another one", () => {
  const admission = admissionAt([OTHER]);
  admission.isDraining = true;
  expect(admission.isOpen).toBe(false);
  expect(answer(admission, WEB)).toBe("wss://b.example/xmpp-websocket");
  expect(answer(admission, TCP)).toBe("b.example:5222");
});

test("who cannot be told where to go is told why not to stay", () => {
  const admission = admissionAt([{ ...OTHER, webUrl: undefined, c2sAddress: undefined }]);
  admission.isDraining = true;
  expect(answer(admission, WEB)).toBe("system-shutdown");
  expect(answer(admission, TCP)).toBe("system-shutdown");
});

test("a client that has yet to begin TLS is told afterwards: before, it would have no reason to believe it", () => {
  const admission = admissionAt([OTHER]);
  admission.isDraining = true;
  expect(answer(admission, { ...TCP, canStartTls: true })).toBe("welcome");
});

test("without its lease a node takes nobody, though it is the only one", () => {
  const admission = admissionAt([]);
  admission.hasLease = false;
  expect(admission.isOpen).toBe(false);
  expect(answer(admission, WEB)).toBe("resource-constraint");
  expect(answer(admission, { ...TCP, canStartTls: true })).toBe("resource-constraint");
  admission.hasLease = true;
  expect(answer(admission, WEB)).toBe("welcome");
});

test("an overloaded node sends newcomers where there is room, and takes them where there is none", () => {
  const overload = { isOverloaded: true };
  expect(answer(admissionAt([OTHER], overload), WEB)).toBe("wss://b.example/xmpp-websocket");
  expect(answer(admissionAt([{ ...OTHER, load: 0.95 }], overload), WEB)).toBe("welcome");
  expect(answer(admissionAt([], overload), TCP)).toBe("welcome");
  expect(admissionAt([OTHER], overload).isOpen).toBe(true);
});
