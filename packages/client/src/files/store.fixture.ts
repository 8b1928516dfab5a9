import type { Engine } from "../engine.ts";
import { type Fixture, until } from "../testing/fixture.ts";
import type { PutRequest } from "./types.ts";

export const BOB = "bob@example.com";
export const GET = "https://example.com/upload/id/hut.jpg";
export const photo = () => new Blob(["12345"], { type: "image/jpeg" });
export const hut = { name: "hut.jpg", type: "image/jpeg", width: 40, height: 30 };

/** A store for files: what is put is answered with what `statuses` holds next, 201 at the end. */
export function storeOf(fixture: Fixture, ...statuses: (number | "broken" | "slow")[]) {
  const puts: PutRequest[] = [];
  const place: { asked: string[]; come?: string; isWhole?: boolean; isResumable?: boolean } = { asked: [] };
  const put = async (request: PutRequest) => {
    const { method } = request;
    place.asked.push(method);
    if (method === "HEAD" || method === "DELETE") {
      const headers = { "upload-offset": place.come, "upload-complete": place.isWhole ? "?1" : "?0" };
      const header = (name: string) => headers[name as keyof typeof headers];
      return { status: place.come === undefined ? 404 : 204, header };
    }
    puts.push(request);
    const status = statuses.shift() ?? 201;
    if (status === "broken") throw new Error("no network");
    if (status === "slow")
      await new Promise((_, reject) => {
        request.signal.addEventListener("abort", () => reject(new Error("given up")));
      });
    return { status: Number(status), header: () => undefined };
  };
  const answers: Readonly<Record<string, string>> = {
    items: `<query xmlns='http://jabber.org/protocol/disco#items'><item jid='upload.example.com'/></query>`,
    info: `<query xmlns='http://jabber.org/protocol/disco#info'><feature var='urn:xmpp:http:upload:0'/>
      <x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'><value>urn:xmpp:http:upload:0</value></field>
      <field var='max-file-size'><value>1000</value></field></x></query>`,
    slot: `<slot xmlns='urn:xmpp:http:upload:0'><put url='https://example.com/upload/token/hut.jpg'>
      <header name='Authorization'>Basic abc</header><header name='Host'>evil</header></put><get url='${GET}'/></slot>`,
  };
  fixture.server.answer = (iq) => {
    if (/disco#items/.test(iq)) return answers.items;
    if (!/to='upload\./.test(iq)) return undefined;
    const feature = place.isResumable ? "<feature var='urn:yonder:resumable-uploads:0'/>" : "";
    return answers[/http:upload:0/.test(iq) ? "slot" : "info"]?.replace("<feature", `${feature}<feature`);
  };
  return { put, puts, place };
}

/** More than any pause between two tries here, and less than after which a connection is doubted, ms. */
const LONG = 10_000;

/** Time goes on after each try, until it was tried so often. It stands still while a try is under way, which has threads of its own. */
export const tried = (fixture: Fixture, puts: readonly PutRequest[], times: number) => {
  let [known, spent] = [0, LONG];
  return until(() => {
    if (puts.length > known) [known, spent] = [puts.length, 0];
    const isPausing = puts.length < times && spent < LONG;
    if (isPausing) fixture.clock.advance(100);
    if (isPausing) spent += 100;
    return puts.length === times;
  });
};

/** Where uploads can be gone on with. */
export function resumableStoreOf(fixture: Fixture, ...statuses: (number | "broken" | "slow")[]) {
  const store = storeOf(fixture, ...statuses);
  store.place.isResumable = true;
  return store;
}

export const last = (engine: Engine) => engine.conversations[0]?.last;
