import { Agent, request } from "node:http";

/** The client's end of a session over HTTP (XEP-0124), made of nothing but text: two requests under way, answers in order. */
export class BoshLine {
  onAnswer: (text: string) => void = () => {};
  sid = "";
  rid = 1_000_000;
  readonly #port: () => number;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #queue: { readonly attributes: string; readonly payload: readonly Buffer[] }[] = [];
  #underWay = 0;
  #answers: Promise<void> = Promise.resolve();
  #isOver = false;

  /** `port`: may be another for each request. */
  constructor(port: number | (() => number), headers: Readonly<Record<string, string>> = {}) {
    this.#port = typeof port === "number" ? () => port : port;
    this.#headers = headers;
  }

  /** Opens the stream, or opens it again (XEP-0206 §5). */
  open(to: string): void {
    const attributes = this.sid === "" ? `to='${to}' ver='1.11' wait='60' hold='1'` : "xmpp:restart='true'";
    this.send("", `${attributes} xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'`);
  }

  /** Sends something, together with what waits already unless one of both has attributes of its own. */
  send(payload: string | Buffer, attributes = ""): void {
    const last = attributes === "" && this.#queue.at(-1)?.attributes === "" ? this.#queue.pop() : undefined;
    this.#queue.push({ attributes, payload: [...(last?.payload ?? []), Buffer.from(payload)] });
    this.#pump();
  }

  /** Sends a whole body at once, past all others, and gives what it is answered. */
  post(body: string | Buffer, headers: Readonly<Record<string, string>> = this.#headers): Promise<string> {
    const options = { host: "127.0.0.1", port: this.#port(), path: "/http-bind", method: "POST", agent: this.#agent };
    return new Promise((resolve, reject) => {
      const sent = request({ ...options, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve(text)).on("error", reject);
      });
      sent.on("error", reject).end(body);
    });
  }

  /** A body of this session, under the next id. */
  body(payload = "", attributes = ""): string {
    return `${this.#start(attributes)}${payload}</body>`;
  }

  #start(attributes: string): string {
    const sid = this.sid && ` sid='${this.sid}'`;
    return `<body xmlns='http://jabber.org/protocol/httpbind' rid='${this.rid++}'${sid} ${attributes}>`;
  }

  /** Nothing goes out any more, and nothing is heard. */
  break(): void {
    this.#isOver = true;
    this.#agent.destroy();
  }

  /** Says that it will be silent for a second, or otherwise (XEP-0124 §10), and sends nothing by itself any more. */
  vanish(attributes = "pause='1'"): Promise<string> {
    this.#isOver = true;
    return this.post(this.body("", attributes));
  }

  #pump(): void {
    const most = this.sid !== "" && this.#queue.length > 0 ? 2 : 1;
    if (this.#isOver || this.#underWay >= most) return;
    const next = this.#queue.shift();
    if (!next && this.sid === "") return;
    this.#underWay += 1;
    const start = Buffer.from(this.#start(next?.attributes ?? ""));
    const answer = this.post(Buffer.concat([start, ...(next?.payload ?? []), Buffer.from("</body>")]));
    this.#answers = Promise.all([this.#answers, answer]).then(
      ([, text]) => this.#take(text),
      () => this.#take(LOST),
    );
    this.#pump();
  }

  #take(text: string): void {
    if (this.#isOver) return;
    this.#underWay -= 1;
    this.sid ||= / sid='([^']*)'/.exec(text)?.[1] ?? "";
    // The one that ended the session says why.
    if (this.#underWay > 0 && text.includes("condition='other-request'")) return;
    this.#isOver = isTerminal(text);
    this.onAnswer(text);
    this.#pump();
  }
}

const LOST = "<body type='terminate'/>";

/** Whether an answer ends the session. */
export function isTerminal(answer: string): boolean {
  return /^<body [^>]*type='terminate'/.test(answer);
}

/** What is in an answer. */
export function payloadOf(answer: string): string {
  return /^<body [^>]*>(.*)<\/body>$/s.exec(answer)?.[1] ?? "";
}
