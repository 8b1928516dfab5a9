import { type Element, NS, type ScramServer } from "@yonder/protocol";
import type { FakeConnection, FakeHost } from "./fake-connection.ts";

/** The way to a session, the server's end. */
export class FakeLogin {
  readonly #server: FakeHost;
  readonly #connection: FakeConnection;
  #scram: ScramServer | undefined;
  /** What `<authenticate/>` asks for. */
  #request: Element | undefined;
  isAuthenticated = false;
  /** Between the proof of the password and the word about it. */
  isProving = false;

  constructor(server: FakeHost, connection: FakeConnection) {
    this.#server = server;
    this.#connection = connection;
  }

  /** RFC 7395 §3.4, with what is offered. */
  header(): void {
    this.#connection.frame(`<open xmlns='${NS.framing}' from='example.com' version='1.0'/>`);
    const elsewhere = this.#server.redirects.get(this.#connection.url);
    if (elsewhere) return this.#connection.sendAway(elsewhere);
    const mechanisms = this.#server.offers.map((name) => `<mechanism>${name}</mechanism>`).join("");
    const before = `<mechanisms xmlns='${NS.sasl}'>${mechanisms}</mechanisms>`;
    const sm = this.#server.withoutManagement ? "" : `<sm xmlns='${NS.sm}'/>`;
    const after = `<bind xmlns='${NS.bind}'/>${sm}<csi xmlns='${NS.csi}'/>`;
    this.#features(this.isAuthenticated ? after : before + this.#sasl2Offer(mechanisms));
  }

  #features(features: string): void {
    this.#connection.frame(`<stream:features xmlns:stream='${NS.stream}'>${features}</stream:features>`);
  }

  #sasl2Offer(mechanisms: string): string {
    if (this.#server.withoutSasl2) return "";
    const bind = `<bind xmlns='${NS.bind2}'><inline><feature var='${NS.csi}'/></inline></bind>`;
    const fast = `<fast xmlns='${NS.fast}'><mechanism>HT-SHA-256-NONE</mechanism></fast>`;
    return `<authentication xmlns='${NS.sasl2}'>${mechanisms}<inline>${bind}${fast}</inline></authentication>`;
  }

  /** XEP-0388, XEP-0386, XEP-0484 */
  async signIn(element: Element): Promise<void> {
    const server = this.#server;
    if (server.withoutSasl2) return this.#connection.streamError("unsupported-stanza-type");
    const refuse = (condition: string) => {
      this.isProving = false;
      this.#connection.frame(`<failure xmlns='${NS.sasl2}'><${condition} xmlns='${NS.sasl}'/></failure>`);
    };
    if (element.name === "authenticate") {
      this.#request = element;
      const mechanism = element.attr("mechanism") ?? "";
      const first = atob(element.childText("initial-response") ?? "");
      if (mechanism.startsWith("HT-")) {
        const proof = server.tokens.check(agentOf(element), first);
        return proof === undefined ? refuse("not-authorized") : this.#succeed(element, proof);
      }
      if (!server.offers.includes(mechanism)) return refuse("invalid-mechanism");
      this.#scram = await server.scram(mechanism);
      const challenge = btoa(await this.#scram.first(first));
      return this.#connection.frame(`<challenge xmlns='${NS.sasl2}'>${challenge}</challenge>`);
    }
    try {
      const { serverFinal } = this.#scram?.final(atob(element.text)) ?? {};
      if (this.#request) this.#succeed(this.#request, serverFinal ?? "");
    } catch {
      refuse("not-authorized");
    }
  }

  #succeed(request: Element, data: string): void {
    this.isAuthenticated = true;
    this.isProving = false;
    const token = this.#server.tokens.after(agentOf(request), request.child("request-token", NS.fast) !== undefined);
    const given = token ? `<token xmlns='${NS.fast}' token='${token}' expiry='2026-04-01T00:00:00Z'/>` : "";
    const resume = request.child("resume", NS.sm);
    const connection = this.#connection;
    const resumable = this.#server.sessions.get(resume?.attr("previd") ?? "");
    const tag = request.child("bind", NS.bind2)?.childText("tag");
    connection.session = resumable ?? connection.newSession(`${tag}/stable`);
    connection.hasCarbons = true;
    const { id, handled, resource } = connection.session;
    const failed = resume ? `<failed xmlns='${NS.sm}'/>` : "";
    const outcome = resumable
      ? `<resumed xmlns='${NS.sm}' previd='${id}' h='${handled}'/>`
      : `${failed}<bound xmlns='${NS.bind2}'>${connection.enabled()}</bound>`;
    const address = `${this.#server.address}/${resource}`;
    connection.frame(
      `<success xmlns='${NS.sasl2}'><additional-data>${btoa(data)}</additional-data>` +
        `<authorization-identifier>${address}</authorization-identifier>${outcome}${given}</success>`,
    );
    if (resumable) return connection.repeat(resumable, Number(resume?.attr("h")));
    this.#features(`<csi xmlns='${NS.csi}'/>`);
    this.#server.onBegin(connection);
  }

  /** RFC 6120 §6 */
  async authenticate(element: Element): Promise<void> {
    const server = this.#server;
    const answer = (name: string, text = "") => this.#connection.frame(`<${name} xmlns='${NS.sasl}'>${text}</${name}>`);
    if (element.name === "auth") {
      const mechanism = element.attr("mechanism") ?? "";
      if (!server.offers.includes(mechanism)) return answer("failure", "<invalid-mechanism/>");
      this.#scram = await server.scram(mechanism);
      return answer("challenge", btoa(await this.#scram.first(atob(element.text))));
    }
    try {
      const final = this.#scram?.final(atob(element.text));
      this.isAuthenticated = true;
      this.isProving = false;
      answer("success", btoa((await final)?.serverFinal ?? ""));
    } catch {
      this.isAuthenticated = false;
      answer("failure", "<not-authorized/>");
      return this.#connection.break();
    }
  }
}

function agentOf(request: Element): string {
  return request.child("user-agent")?.attr("id") ?? "";
}
