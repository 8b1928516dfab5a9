import { type Element, type LinkMetadata, linkMetadataOf, NS, xml } from "@yonder/protocol";
import type { Connector } from "../../connector.ts";
import { StanzaFailure } from "../../requests.ts";
import type { LineState, Way } from "../types.ts";
import { readWay } from "./way.ts";

/** What of the connector is used. */
export type Asked = Pick<Connector, "request" | "line">;

/** docs/link-preview.md */
export async function previewOf(connector: Asked, url: string): Promise<LinkMetadata> {
  const answer = await connector.request("get", xml("preview", NS.linkPreview, { url }));
  const description = payloadOf(answer, "preview", NS.linkPreview)?.firstElement;
  const words = description && linkMetadataOf(description);
  if (!words) throw new StanzaFailure("item-not-found");
  return words;
}

/** docs/way.md */
export async function wayOf(connector: Asked, id: string): Promise<Way | undefined> {
  const answer = await connector.request("get", xml("way", NS.way, { id })).catch((cause: unknown) => {
    // It was too long ago, on another node, or the server does not tell.
    if (cause instanceof StanzaFailure) return undefined;
    throw cause;
  });
  const way = answer && payloadOf(answer, "way", NS.way);
  return way && readWay(way);
}

/** Of several tries the quickest tells most: what is longer waited for something else. */
export async function lineOf(connector: Asked): Promise<LineState> {
  const { url, since, breaks } = connector.line;
  const trips: number[] = [];
  for (let count = 0; count < PINGS; count += 1) {
    const start = performance.now();
    await connector.request("get", xml("ping", NS.ping)).catch((cause: unknown) => {
      // No is an answer too.
      if (!(cause instanceof StanzaFailure)) throw cause;
    });
    trips.push(performance.now() - start);
  }
  return {
    kind: /^ws/.test(url) ? "websocket" : "polling",
    isEncrypted: /^(?:wss|https):/.test(url),
    since,
    breaks,
    roundTrip: Math.min(...trips),
  };
}

const PINGS = 3;

function payloadOf(answer: Element, name: string, ns: string): Element | undefined {
  return answer.is(name, ns) ? answer : answer.child(name, ns);
}
