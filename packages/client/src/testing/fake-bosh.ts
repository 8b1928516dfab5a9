import { type Element, parseElement } from "@yonder/protocol";
import { BoshSocket } from "../bosh/bosh-socket.ts";
import { FakeClock } from "./fake-clock.ts";

const NS = "xmlns='http://jabber.org/protocol/httpbind'";

/** A request that waits for its answer. */
export interface FakeRequest {
  readonly body: Element;
  readonly isKept: boolean;
  isAborted: boolean;
  answer(payload?: string, attributes?: string): Promise<void>;
  /** What somebody on the way says instead. */
  status(code: number, text?: string): Promise<void>;
  /** The line breaks. */
  fail(): Promise<void>;
}

/** A stream over HTTP, with the server's end in the hands of the test. */
export class FakeBosh {
  readonly clock = new FakeClock();
  /** All requests ever sent. */
  readonly requests: FakeRequest[] = [];
  /** Elements that came, as text of their names, and how it ended. */
  readonly heard: Element[] = [];
  readonly ends: string[] = [];
  readonly socket: BoshSocket;

  constructor() {
    this.socket = new BoshSocket("https://chat.example/http-bind", { clock: this.clock, fetch: this.#fetch });
    this.socket.onmessage = ({ data }) => this.heard.push(data as Element);
    this.socket.onclose = () => this.ends.push("closed");
    this.socket.onerror = () => this.ends.push("never opened");
  }

  /** A session that is open. */
  static async opened(terms = "wait='60' hold='1' requests='2' polling='1' inactivity='60'"): Promise<FakeBosh> {
    const bosh = new FakeBosh();
    bosh.socket.send("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com' version='1.0'/>");
    await turn();
    await bosh.last.answer("<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>", `sid='s' ${terms}`);
    return bosh;
  }

  get last(): FakeRequest {
    const last = this.requests.at(-1);
    if (!last) throw new Error("nothing was sent");
    return last;
  }

  async say(text: string): Promise<void> {
    this.socket.send(text);
    await turn();
  }

  async pass(milliseconds: number): Promise<void> {
    this.clock.advance(milliseconds);
    await turn();
  }

  readonly #fetch = ((_url: string, { body, signal, keepalive }: RequestInit) =>
    new Promise<Response>((resolve, reject) => {
      const respond = async (code: number, text: string) => {
        resolve(new Response(text, { status: code }));
        await turn();
      };
      const request: FakeRequest = {
        body: parseElement(String(body)),
        isKept: keepalive ?? false,
        isAborted: false,
        answer: (payload = "", attributes = "") => respond(200, `<body ${NS} ${attributes}>${payload}</body>`),
        status: (code, text = "") => respond(code, text),
        fail: async () => {
          reject(new TypeError("Failed to fetch"));
          await turn();
        },
      };
      signal?.addEventListener("abort", () => {
        request.isAborted = true;
        reject(signal.reason);
      });
      this.requests.push(request);
    })) as typeof fetch;
}

async function turn(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
