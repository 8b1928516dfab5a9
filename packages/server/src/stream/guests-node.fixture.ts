import type { TcpPeer } from "../transport/peer.fixture.ts";
import { connect } from "../transport/tcp-stage.fixture.ts";
import { GuestTokens } from "./guest-tokens.ts";
import { FakeNode } from "./node.fixture.ts";
import type { GuestEvents } from "./node-port.ts";

export const GUESTS = "guest.localhost";

/** A node that lets guests in, if it is open. */
export function withGuests(isOpen = true): FakeNode {
  const members = new FakeNode();
  const nobody = async () => undefined;
  const door: GuestEvents = Object.assign(members.router, { admits: () => isOpen, contact: nobody, picture: nobody });
  const guests = {
    ...members.stream,
    domain: GUESTS,
    door,
    registrar: undefined,
    inlineFeatures: [],
    tokens: new GuestTokens({ secret: "secret of the test", now: () => members.now }),
  };
  Object.assign(members.stream, { guests: new Map([[GUESTS, guests]]) });
  return members;
}

export async function opened(node: FakeNode, to = GUESTS): Promise<TcpPeer> {
  const peer = await connect(node);
  peer.open(to);
  await peer.until("</stream:features>");
  return peer;
}
