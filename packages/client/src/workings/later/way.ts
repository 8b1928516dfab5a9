import type { Element } from "@yonder/protocol";
import type { AtNode, Moment, Way } from "../types.ts";

const STATES = ["kept", "sent", "reached"] as const;

/** What the server tells of a message's way; what makes no sense is left out. */
export function readWay(way: Element): Way {
  const lookedUp = momentIn(way, "looked-up");
  const acknowledged = momentIn(way, "acknowledged");
  const transport = way.child("acknowledged")?.attr("transport");
  const parts: { [K in keyof Way]?: Way[K] | undefined } = {
    stored: momentIn(way, "stored"),
    kept: atNode(way, "kept"),
    lookedUp: lookedUp && { ...lookedUp, took: milliseconds(way.child("looked-up")?.attr("micros")) ?? 0 },
    handed: atNode(way, "handed"),
    acknowledged: acknowledged && { ...acknowledged, device: deviceOf(transport) },
    reached: momentIn(way, "reached"),
  };
  return {
    to: way.attr("to") ?? "",
    node: way.attr("node"),
    state: STATES.find((state) => state === way.attr("state")),
    ...(Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as Partial<Way>),
  };
}

function deviceOf(transport: string | undefined): "browser" | "app" | undefined {
  if (transport === "tcp") return "app";
  return transport === "websocket" || transport === "bosh" ? "browser" : undefined;
}

function atNode(way: Element, name: string): AtNode | undefined {
  const moment = momentIn(way, name);
  const step = way.child(name);
  return moment && { ...moment, node: step?.attr("node"), isSame: step?.attr("same") === "true" };
}

function momentIn(way: Element, name: string): Moment | undefined {
  const at = milliseconds(way.child(name)?.attr("at"));
  return at === undefined ? undefined : { at };
}

function milliseconds(micros: string | undefined): number | undefined {
  return micros !== undefined && /^\d{1,15}$/.test(micros) ? Number(micros) / 1_000 : undefined;
}
