import { type Element, parseElement } from "@yonder/protocol";
import type { Socket } from "../options.ts";

export const STREAM = "xmlns:stream='http://etherx.jabber.org/streams'";
export const FEATURES = `<stream:features ${STREAM}><authentication xmlns='urn:xmpp:sasl:2'/></stream:features>`;
export const BOUND = "<bound xmlns='urn:xmpp:bind:0'><enabled xmlns='urn:xmpp:sm:3' id='sm-1' resume='true'/></bound>";
export const TOKEN = "<token xmlns='urn:xmpp:fast:0' token='secret-token:guest-1'/>";

/** The server's end of one connection. */
export class Line implements Socket {
  onopen: Socket["onopen"] = null;
  onmessage: Socket["onmessage"] = null;
  onclose: Socket["onclose"] = null;
  onerror: Socket["onerror"] = null;
  isClosed = false;
  readonly sent: Element[] = [];

  send(text: string): void {
    this.sent.push(parseElement(text));
  }

  close(): void {
    this.isClosed = true;
  }

  says(xml: string): void {
    this.onmessage?.({ data: xml });
  }

  /** The stanzas of that name which came so far. */
  got(name: string): Element[] {
    return this.sent.filter((element) => element.name === name);
  }
}
