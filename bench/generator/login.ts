import { type Endpoint, Link } from "./link.ts";
import { ScramLogin } from "./scram.ts";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Connects, authenticates with SCRAM-SHA-1, binds and announces presence; after that nothing more is to come unasked. */
export async function login(
  endpoint: Endpoint,
  credentials: Credentials,
  options?: { hasStreamManagement?: boolean },
): Promise<Link> {
  const link = await Link.connect(endpoint);
  if (endpoint.isBare) return link;
  await openStream(link);
  if (endpoint.startsTls) await startTls(link);
  await authenticate(link, credentials);
  await openStream(link);
  await bind(link);
  await announce(link);
  if (options?.hasStreamManagement) await enableStreamManagement(link);
  return link;
}

/** Opens (or after SASL reopens) the stream and waits for its features. */
export async function openStream(link: Link): Promise<void> {
  if (link.isFramed) link.send("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>");
  else {
    link.send(
      "<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
    );
  }
  await link.expect(/<\/(\w+:)?features>/);
}

/** Says goodbye as a client does that quits. */
export async function logout(link: Link): Promise<void> {
  link.onChunk = undefined;
  if (link.endpoint.isBare) return link.close();
  link.send(link.isFramed ? "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>" : "</stream:stream>");
  await link.expect(/<\/stream:stream>|<close/);
  link.close();
}

/** Logs all in, so many at a time. */
export async function loginAll(endpoint: Endpoint, accounts: readonly Credentials[], atOnce = 16): Promise<Link[]> {
  const links: Link[] = [];
  const rest = accounts.entries();
  const worker = async (): Promise<void> => {
    for (const [index, account] of rest) links[index] = await login(endpoint, account);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return links;
}

/** Resolves once the server has answered a request, and so handled all that came before it. */
export async function untilAnswered(link: Link): Promise<void> {
  link.send("<iq xmlns='jabber:client' type='get' id='sync' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
  await link.expect(/<iq[^>]*id=.sync.[^>]*>/);
}

async function startTls(link: Link): Promise<void> {
  link.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
  await link.expect(/<proceed[^>]*>/);
  await link.secure();
  await openStream(link);
}

async function authenticate(link: Link, { username, password }: Credentials): Promise<void> {
  const scram = new ScramLogin(username, password);
  link.send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>${scram.first()}</auth>`);
  const [, challenge = ""] = await link.expect(/<challenge[^>]*>([^<]+)<\/challenge>/);
  link.send(`<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${scram.final(challenge)}</response>`);
  await link.expect(/<success[^>]*>/);
  await link.expect(/<\/success>/);
}

async function bind(link: Link): Promise<void> {
  link.send(
    "<iq xmlns='jabber:client' type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>bench</resource></bind></iq>",
  );
  await link.expect(/<jid>.*<\/iq>/s);
}

async function announce(link: Link): Promise<void> {
  link.write(
    link.pack("<presence xmlns='jabber:client'/>") +
      link.pack("<iq xmlns='jabber:client' type='get' id='ready' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>"),
  );
  await link.expect(/<iq[^>]*id=.ready.[^>]*>/);
}

async function enableStreamManagement(link: Link): Promise<void> {
  link.send("<enable xmlns='urn:xmpp:sm:3'/>");
  await link.expect(/<enabled[^>]*>/);
}
