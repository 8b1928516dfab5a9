import { describe, expect, it } from "vitest";
import { appendChild } from "../xml/element.ts";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { receipt, receiptOf, receiptRequest, requestsReceipt } from "./receipts.ts";

const message = (attrs: string) => parseElement(`<message xmlns='jabber:client' ${attrs}/>`);

describe("a receipt (XEP-0184)", () => {
  it("is asked for by a message with an id", () => {
    expect(serialize(receiptRequest())).toBe("<request xmlns='urn:xmpp:receipts'/>");
    expect(requestsReceipt(appendChild(message("id='1'"), receiptRequest()))).toBe(true);
    expect(requestsReceipt(appendChild(message(""), receiptRequest()))).toBe(false);
    expect(requestsReceipt(appendChild(message("id='1' type='error'"), receiptRequest()))).toBe(false);
    expect(requestsReceipt(message("id='1'"))).toBe(false);
  });

  it("names the message", () => {
    expect(serialize(receipt("1"))).toBe("<received xmlns='urn:xmpp:receipts' id='1'/>");
    expect(receiptOf(appendChild(message(""), receipt("1")))).toBe("1");
    expect(receiptOf(appendChild(message("type='error'"), receipt("1")))).toBeUndefined();
  });
});
