import {
  type Element,
  formatDateTime,
  mamFin,
  mamForm,
  mamResult,
  NS,
  parseMamQuery,
  StanzaError,
  withAttrs,
  xml,
} from "@yonder/protocol";
import { timeOf, toText } from "../store/archive-id.ts";
import { type Archive, type ArchivedMessage, type ArchivePage, StoreError } from "../store/store.ts";
import { storedStanza } from "../store/stored-stanza.ts";
import type { Session } from "../stream/session.ts";
import { cutToSize, pageQueryOf } from "./archive-query.ts";
import type { Feature, Host, Iq } from "./feature.ts";
import { requireOwnAccount } from "./target.ts";

/** Results sent in one go, before waiting until the client has taken them. */
const BURST = 50;

/** An account's messages, page by page: XEP-0313 with all of its extended part, and found by their words (XEP-0431). */
export const archive: Feature = {
  name: "archive",
  specification: ["XEP-0313", "XEP-0059", "XEP-0359", "XEP-0431", "XEP-0441"],
  // XEP-0424 §2: retractions are kept. COMPAT: Profanity looks for the archive at the domain, not at its account.
  advertises: [NS.retraction, NS.mam],
  advertisesOnAccount: [
    NS.mam,
    NS.mamExtended,
    "urn:xmpp:mam:2#groupchat-field",
    "urn:xmpp:fulltext:0",
    NS.sid,
    NS.retraction,
  ],
  start: (host) => ({
    inline: (session) => skipToEnd(host, session),
    iq: {
      get: {
        "{urn:xmpp:mam:2}query": (iq) => answerForm(iq),
        "{urn:xmpp:mam:2}metadata": (iq) => answerMetadata(host, iq),
        "{urn:xmpp:mam:2}prefs": (iq) => answerPreferences(iq),
      },
      set: {
        "{urn:xmpp:mam:2}query": (iq) => answerQuery(host, iq),
        "{urn:xmpp:mam:2}prefs": (iq) => refusePreferences(iq),
      },
    },
  }),
};

/** §4: the messages, oldest first unless flipped, then the `<fin/>` that tells where the page lies. */
async function answerQuery(host: Host, iq: Iq): Promise<Element> {
  requireOwnAccount(iq);
  const query = parseMamQuery(iq.payload);
  const page = await pageOf(host, iq.session, pageQueryOf(query));
  const messages = query.isFlipped ? page.messages.toReversed() : page.messages;
  await sendResults(host, iq.session, messages, query.queryId);
  const { count, firstIndex: index } = page;
  const [first, last] = [page.messages.at(0), page.messages.at(-1)];
  return mamFin({
    isComplete: page.isComplete,
    isStable: page.isStable ?? true,
    page: { first: first && toText(first.id), last: last && toText(last.id), index, count },
  });
}

async function pageOf(host: Host, session: Session, query: ReturnType<typeof pageQueryOf>): Promise<ArchivePage> {
  try {
    return cutToSize(await host.store.archive.page(session.account.id, query), query);
  } catch (error) {
    // §4.1.3 and §4.3.2
    if (error instanceof StoreError && error.code === "not-found") throw new StanzaError("item-not-found");
    throw error;
  }
}

async function sendResults(
  host: Host,
  session: Session,
  messages: readonly ArchivedMessage[],
  queryId: string | undefined,
): Promise<void> {
  for (const [index, message] of messages.entries()) {
    if (index > 0 && index % BURST === 0) await session.drained();
    const { id } = message;
    const result = mamResult({
      id: toText(id),
      queryId,
      stamp: timeOf(id),
      stanza: storedStanza(message.xml),
    });
    const { bare } = session.jid;
    session.send(
      withAttrs(xml("message", NS.client, { from: bare, to: session.jid.toString() }, result), { id: host.randomId() }),
    );
  }
}

/** §4.1.5 */
function answerForm(iq: Iq): Element {
  requireOwnAccount(iq);
  return xml("query", NS.mam, null, mamForm());
}

/** §5 */
async function answerMetadata(host: Host, iq: Iq): Promise<Element> {
  requireOwnAccount(iq);
  return metadata(await host.store.archive.metadata(iq.session.account.id));
}

/** XEP-0386 §3.2: the client hears where the archive ends, and gets what is pending from there. */
async function skipToEnd(host: Host, session: Session): Promise<Element> {
  const ends = await host.store.archive.metadata(session.account.id);
  if (ends) host.router.skipPending(session, ends.last);
  return metadata(ends);
}

function metadata(ends: Awaited<ReturnType<Archive["metadata"]>>): Element {
  if (!ends) return xml("metadata", NS.mam);
  return xml("metadata", NS.mam, null, metadataEnd("start", ends.first), metadataEnd("end", ends.last));
}

function metadataEnd(name: string, id: number): Element {
  return xml(name, NS.mam, { id: toText(id), timestamp: formatDateTime(timeOf(id)) });
}

/** XEP-0441 §2.1: everything is archived, for everyone. */
function answerPreferences(iq: Iq): Element {
  requireOwnAccount(iq);
  return xml("prefs", NS.mam, { default: "always" }, xml("always", NS.mam), xml("never", NS.mam));
}

function refusePreferences(iq: Iq): never {
  requireOwnAccount(iq);
  throw new StanzaError(
    "not-allowed",
    "The archive keeps every conversation; mark a message no-store to leave it out.",
  );
}
