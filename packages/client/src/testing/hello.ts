import type { Engine } from "../engine.ts";
import type { EngineOptions } from "../options.ts";
import type { Message } from "../types.ts";
import { createFixture, type Fixture, signedIn, until } from "./fixture.ts";

export const BOB = "bob@example.com";
export const ALICE = "alice@example.com";

/** Stanzas of Bob and of our other devices, and what they may hold. */
export const stanza = (id: string, inner: string, from = `${BOB}/x`) =>
  `<message from='${from}' to='${ALICE}' type='chat' id='${id}'>${inner}</message>`;
export const archived = (archiveId: string) => `<stanza-id xmlns='urn:xmpp:sid:0' by='${ALICE}' id='${archiveId}'/>`;
export const body = (text: string) => `<body>${text}</body>`;
export const replace = (of: string, text: string) =>
  `${body(text)}<replace xmlns='urn:xmpp:message-correct:0' id='${of}'/>`;
export const retract = (of: string) =>
  `<retract xmlns='urn:xmpp:message-retract:1' id='${of}'/>${body("/me retracted")}<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>`;
export const react = (of: string, ...emojis: string[]) =>
  `<reactions xmlns='urn:xmpp:reactions:0' id='${of}'>${emojis.map((emoji) => `<reaction>${emoji}</reaction>`).join("")}</reactions>`;
export const sentElsewhere = (inner: string) =>
  `<message from='${ALICE}'><sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>${inner}</forwarded></sent></message>`;
export const own = (id: string, inner: string) =>
  `<message xmlns='jabber:client' from='${ALICE}/other' to='${BOB}' type='chat' id='${id}'>${inner}</message>`;
export const at = (minute: number) => `2026-02-01T12:${String(minute).padStart(2, "0")}:00Z`;

/** What the first conversation shows. */
export const last = (engine: Engine): Message | undefined => engine.conversations[0]?.last;

/** Bob said something, and it is open. */
export async function afterHello(
  fixture = createFixture(),
  options: Partial<EngineOptions> = {},
): Promise<{ fixture: Fixture; engine: Engine }> {
  const engine = await signedIn(fixture, options);
  fixture.server.push(stanza("m1", body("Hello") + archived("a1")));
  await until(() => last(engine)?.body === "Hello");
  await engine.openConversation(BOB);
  return { fixture, engine };
}

/** The connection breaks, and the session is gone with it. */
export async function breakOff(engine: Engine, { server }: Fixture): Promise<void> {
  server.drop();
  server.forgetSessions();
  await until(() => engine.connection.kind === "waiting");
}
