import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openHouse } from "../house.fixture.ts";
import { linkPreviews } from "./link-previews.ts";

const ask = (url: string, id = "p1") =>
  `<iq type='get' id='${id}'><preview xmlns='urn:yonder:link-preview:0' url='${url}'/></iq>`;

const JPEG = Buffer.from("ffd8ffe000104a46494600010100000100010000ffd9", "hex");

async function site(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const hill: RequestListener = ({ url }, response) => {
  if (url === "/hill.jpg") return response.setHeader("Content-Type", "image/jpeg").end(JPEG);
  if (url === "/fake.jpg") return response.setHeader("Content-Type", "image/jpeg").end("<svg onload='alert(1)'/>");
  if (url === "/huge.jpg")
    return response.setHeader("Content-Type", "image/jpeg").end(Buffer.concat([JPEG, Buffer.alloc(300_000)]));
  const picture = new URL(url ?? "", "http://x").searchParams.get("picture") ?? "";
  response.setHeader("Content-Type", "text/html").end(
    `<head><meta property='og:title' content='The &lt;hill&gt;'><meta property='og:description' content='Steep'>
     <meta property='og:site_name' content='Hillside'><meta property='og:image' content='${picture}'></head>`,
  );
};

async function open(linkPreviewsPrivate = true) {
  const house = await openHouse([linkPreviews], { linkPreviewsPrivate });
  const romeo = await house.login("romeo@example.com/orchard");
  return { romeo };
}

/** Sends, and waits for the one answer. */
async function answerTo(romeo: Awaited<ReturnType<typeof open>>["romeo"], url: string): Promise<string> {
  await romeo.sends(ask(url));
  let answers: string[] = [];
  await expect
    .poll(() => {
      answers = [...answers, ...romeo.received()];
      return answers.length;
    })
    .toBe(1);
  return answers[0] ?? "";
}

test("what a page says of itself comes in the words of XEP-0511", async () => {
  const { romeo } = await open();
  const url = `${await site(hill)}/page`;
  const answer = await answerTo(romeo, url);
  expect(answer).toContain("type='result'");
  expect(answer).toMatch(
    /<Description xmlns='http:\/\/www.w3.org\/1999\/02\/22-rdf-syntax-ns#' xmlns:(\w+)='http:\/\/www.w3.org\/1999\/02\/22-rdf-syntax-ns#' \1:about=/,
  );
  expect(answer).toContain(`about='${url}'`);
  expect(answer).toContain("<title xmlns='https://ogp.me/ns#'>The &lt;hill&gt;</title>");
  expect(answer).toContain("<description xmlns='https://ogp.me/ns#'>Steep</description>");
  expect(answer).toContain("<site_name xmlns='https://ogp.me/ns#'>Hillside</site_name>");
  expect(answer).not.toContain("image");
});

test("its picture comes along as data, when it is one", async () => {
  const { romeo } = await open();
  const origin = await site(hill);
  expect(await answerTo(romeo, `${origin}/?picture=/hill.jpg`)).toContain(
    `<image xmlns='https://ogp.me/ns#'>data:image/jpeg;base64,${JPEG.toString("base64")}</image>`,
  );
  for (const picture of ["/fake.jpg", "/huge.jpg", "/none.jpg", "javascript:alert(1)", "http://"])
    expect(await answerTo(romeo, `${origin}/?picture=${picture}`)).not.toContain("<image");
});

test("why there is none nobody learns: not what this machine can reach", async () => {
  const { romeo } = await open();
  const origin = await site((_, response) => response.writeHead(404).end());
  const closed = "http://127.0.0.1:1/";
  const [missing, refused] = [await answerTo(romeo, `${origin}/`), await answerTo(romeo, closed)];
  expect(missing).toContain("<item-not-found");
  expect(refused.replace(closed, "")).toBe(missing.replace(`${origin}/`, ""));
});

test.each(["http://127.0.0.1/", "http://2130706433/", "https://user@page.example/", "javascript:alert(1)", "", "page"])(
  "%j is no address of a public page",
  async (url) => {
    const { romeo } = await open(false);
    expect(await answerTo(romeo, url)).toContain("<not-acceptable");
  },
);

test("nobody waits for a page: what is sent behind the question goes on", async () => {
  const { romeo } = await open();
  // It never answers.
  const origin = await site(() => undefined);
  await romeo.sends(ask(`${origin}/`));
  expect(romeo.received()).toEqual([]);
});

test("an account has two pages fetched at a time", async () => {
  const { romeo } = await open();
  const origin = await site(() => undefined);
  for (const id of ["p1", "p2", "p3"]) await romeo.sends(ask(`${origin}/`, id));
  const answers = romeo.received();
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatch(/id='p3'.*<resource-constraint/);
});

test("an account has so many pages fetched, and after a while one more", async () => {
  const { romeo } = await open();
  const origin = await site((_, response) => response.writeHead(404).end());
  const answers: string[] = [];
  for (let i = 0; i < 21; i += 1) answers.push(await answerTo(romeo, `${origin}/`));
  expect(answers.filter((answer) => answer.includes("item-not-found"))).toHaveLength(20);
  expect(answers.at(-1)).toContain("resource-constraint");
});
