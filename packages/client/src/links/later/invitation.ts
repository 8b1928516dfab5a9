import { type Element, NS, xml } from "@yonder/protocol";
import type { Connector } from "../../connector.ts";

type Asker = Pick<Connector, "request">;

/** Asks our server for an invitation (XEP-0401 §5.1). @returns a link for a browser, or an xmpp: URI @throws StanzaFailure */
export async function createInvitation(connector: Asker, domain: string): Promise<string> {
  const result = await connector.request(
    "set",
    xml("command", NS.commands, { node: NS.invite, action: "execute" }),
    domain,
  );
  const form = result.child("command", NS.commands)?.child("x", NS.dataForms);
  return value(form, "landing-url") ?? value(form, "uri") ?? "";
}

function value(form: Element | undefined, name: string): string | undefined {
  return form
    ?.elements()
    .find((field) => field.attr("var") === name)
    ?.childText("value");
}
