import { expect, test } from "vitest";
import { settle, until } from "./testing/fixture.ts";
import { afterHello, BOB, body, last, retract, stanza } from "./testing/hello.ts";

const said = (title: string) =>
  `<Description xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:a0='http://www.w3.org/1999/02/22-rdf-syntax-ns#' a0:about='https://hill.example/'><title xmlns='https://ogp.me/ns#'>${title}</title></Description>`;

test("what we say of a link goes with the message, and is kept with it (XEP-0511 §3.1)", async () => {
  const { fixture, engine } = await afterHello();
  const message = engine.send(BOB, "https://hill.example/", { link: said("The hill") });
  await settle();
  expect(message.link).toBe(said("The hill"));
  expect(fixture.server.sent(/<message/).at(-1)).toContain(`<body>https://hill.example/</body>${said("The hill")}`);
});

test("what others say of a link is there with their message, and gone with it", async () => {
  const { fixture, engine } = await afterHello();
  fixture.server.push(stanza("m2", body("https://hill.example/") + said("The hill")));
  await until(() => last(engine)?.id === "m2");
  expect(last(engine)?.link).toBe(said("The hill"));
  fixture.server.push(stanza("m3", retract("m2")));
  await until(() => last(engine)?.isRemoved);
  expect(last(engine)?.link).toBeUndefined();
});
