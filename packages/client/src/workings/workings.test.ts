import { type Element, parseElement, serialize } from "@yonder/protocol";
import { expect, test } from "vitest";
import { StanzaFailure } from "../requests.ts";
import { type Asked, lineOf, previewOf, wayOf } from "./later/workings.ts";

const iq = (payload: string) => parseElement(`<iq xmlns='jabber:client' type='result' id='1'>${payload}</iq>`);

function asking(answer: Element | StanzaFailure, line = { url: "wss://hill.example/ws", since: 5, breaks: 2 }) {
  const asked: string[] = [];
  const connector: Asked = {
    line,
    request: async (type, payload) => {
      asked.push(`${type} ${serialize(payload)}`);
      if (answer instanceof StanzaFailure) throw answer;
      return answer;
    },
  };
  return { asked, connector };
}

test("the server looks what a page says of itself", async () => {
  const { asked, connector } = asking(
    iq(`<preview xmlns='urn:yonder:link-preview:0'>
      <rdf:Description xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:og='https://ogp.me/ns#' rdf:about='https://hill.example/'>
        <og:title>The hill</og:title><og:image>https://hill.example/1.jpg</og:image><og:image>data:image/png;base64,AAAA</og:image>
      </rdf:Description></preview>`),
  );
  expect(await previewOf(connector, "https://hill.example/")).toEqual({
    about: "https://hill.example/",
    title: "The hill",
    image: "data:image/png;base64,AAAA",
  });
  expect(asked).toEqual(["get <preview xmlns='urn:yonder:link-preview:0' url='https://hill.example/'/>"]);
});

test("there may be nothing to be had", async () => {
  const { connector } = asking(iq("<preview xmlns='urn:yonder:link-preview:0'/>"));
  await expect(previewOf(connector, "https://hill.example/")).rejects.toThrow("item-not-found");
});

test("the way of a message is read, its times in milliseconds", async () => {
  const { asked, connector } = asking(
    iq(`<way xmlns='urn:yonder:way:0' id='m1' to='bob@hill.example' transport='websocket' node='north' state='reached'>
      <stored at='800'/><looked-up at='900' micros='100'/><handed at='1500' node='harbour' same='false'/>
      <acknowledged at='10900' transport='tcp'/><reached at='12000'/></way>`),
  );
  expect(await wayOf(connector, "m1")).toEqual({
    to: "bob@hill.example",
    node: "north",
    state: "reached",
    stored: { at: 0.8 },
    lookedUp: { at: 0.9, took: 0.1 },
    handed: { at: 1.5, node: "harbour", isSame: false },
    acknowledged: { at: 10.9, device: "app" },
    reached: { at: 12 },
  });
  expect(asked).toEqual(["get <way xmlns='urn:yonder:way:0' id='m1'/>"]);
});

test("what makes no sense in it is left out", async () => {
  const { connector } = asking(
    iq("<way xmlns='urn:yonder:way:0' to='hall@rooms.example' state='lost'><stored at='soon'/><kept at='-1'/></way>"),
  );
  expect(await wayOf(connector, "m1")).toEqual({ to: "hall@rooms.example" });
});

test("where nobody remembers, or tells, there is none", async () => {
  expect(await wayOf(asking(new StanzaFailure("item-not-found")).connector, "m1")).toBeUndefined();
});

test.each([
  ["wss://hill.example/ws", { kind: "websocket", isEncrypted: true }],
  ["ws://localhost/ws", { kind: "websocket", isEncrypted: false }],
  ["https://hill.example/http-bind", { kind: "polling", isEncrypted: true }],
])("the line over %s is told, with the shortest way to the server and back", async (url, told) => {
  const { asked, connector } = asking(new StanzaFailure("service-unavailable"), { url, since: 5, breaks: 2 });
  const line = await lineOf(connector);
  expect(line).toMatchObject({ ...told, since: 5, breaks: 2 });
  expect(line.roundTrip).toBeGreaterThanOrEqual(0);
  expect(asked).toHaveLength(3);
});
