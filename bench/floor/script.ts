import { createHash, createHmac } from "node:crypto";
import type { Socket } from "node:net";

const header =
  "<?xml version='1.0'?><stream:stream from='localhost' id='floor' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const challenge = Buffer.from("r=the-nonce-of-the-client-and-ours,s=c2FsdA==,i=4096").toString("base64");
const proof = Buffer.from(`v=${"A".repeat(28)}`).toString("base64");
const sasl = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";

/** What is said to what a client says in a login, one after another. */
const answers = [
  `${header}<stream:features><mechanisms ${sasl}><mechanism>SCRAM-SHA-1</mechanism></mechanisms></stream:features>`,
  `<challenge ${sasl}>${challenge}</challenge>`,
  `<success ${sasl}>${proof}</success>`,
  `${header}<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>`,
  "<iq type='result' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>someone@localhost/bench</jid></bind></iq>",
  "<iq type='result' id='ready' from='localhost'/>",
  "</stream:stream>",
] as const;
const success = 2;

/** Answers a login as it stands in the script, whoever comes: what is left of one when nothing is read, asked for or kept, but SCRAM's hashes. */
export function answerByScript(socket: Socket): void {
  let step = 0;
  socket.on("data", (chunk: Buffer) => {
    if (step === success) hashAsScramDoes(chunk);
    const answer = answers[step++];
    if (answer === undefined) return socket.destroy();
    socket.write(answer);
    if (step === answers.length) socket.end();
  });
  socket.on("error", () => socket.destroy());
}

/** RFC 5802 §3: the client's signature, its key, and the server's signature. */
function hashAsScramDoes(message: Buffer): void {
  const hmac = (key: Buffer): Buffer => createHmac("sha1", key).update(message).digest();
  hmac(createHash("sha1").update(hmac(message)).digest());
}
