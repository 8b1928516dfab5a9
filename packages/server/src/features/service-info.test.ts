import { NS, serialize, verificationString } from "@yonder/protocol";
import { expect, test } from "vitest";
import { completeConfig } from "../config/config.ts";
import type { Feature } from "./feature.ts";
import { features } from "./index.ts";
import { serverInfo, streamFeatures } from "./service-info.ts";

const config = completeConfig();

test("the mark in the stream's features is what XEP-0115 §5.1 makes of the server's information", () => {
  const feature = (name: string, ...advertises: string[]): Feature => ({ name, advertises, start: () => ({}) });
  const told = { config, features: [feature("b", "urn:b", "urn:a"), feature("caps", "urn:a")] };
  expect(verificationString(serverInfo(told))).toBe("server/im//Yonder<urn:a<urn:b<");
  // base64(sha1("server/im//Yonder<urn:a<urn:b<"))
  expect(serialize(streamFeatures(told).at(-1) ?? expect.fail(), NS.client)).toBe(
    "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:yonder:server' ver='uuVCPMjFbRrYHEXdPn5vONDaPBE='/>",
  );
});

test("a stream offers roster versions, pre-approval, client states and the mark", () => {
  expect(streamFeatures({ config, features }).map(({ ns }) => ns)).toEqual([
    "urn:xmpp:features:rosterver",
    "urn:xmpp:features:pre-approval",
    "urn:xmpp:csi:0",
    "http://jabber.org/protocol/caps",
  ]);
});

test("without the feature there is no mark", () => {
  const withoutCaps = features.filter(({ name }) => name !== "caps");
  expect(streamFeatures({ config, features: withoutCaps }).map(({ name }) => name)).toEqual(["ver", "sub", "csi"]);
});
