import { expect, test, vi } from "vitest";
import { uploadIdOf } from "../../store/upload-id.ts";
import { disco } from "../disco.ts";
import { type House, NOW, openHouse } from "../house.fixture.ts";
import { sweep } from "./sweep.ts";
import { upload } from "./upload.ts";

const limits = { uploadBytes: 5_000_000, uploadQuotaBytes: 6_000_000, uploadQuotaFiles: 3, uploadDays: 7 };
const openUploads = (some = {}) => openHouse([disco, upload], { limits: { ...limits, ...some } });

async function asking(house: House) {
  const romeo = await house.login("romeo@example.com/orchard");
  return async (request: string, inner = ""): Promise<string> => {
    const payload = `<request xmlns='urn:xmpp:http:upload:0' ${request}>${inner}</request>`;
    const [answer = ""] = await romeo.asks(`<iq type='get' id='1' to='upload.example.com'>${payload}</iq>`);
    return answer;
  };
}

const tokenIn = (answer: string) => /put url=.https:\/\/example\.com\/upload\/([\w-]+)\//.exec(answer)?.[1] ?? "";

test("the service is found beneath the domain, and tells what it takes", async () => {
  const house = await openUploads();
  const romeo = await house.login("romeo@example.com/orchard");
  const items = await romeo.asks(
    "<iq type='get' id='1' to='example.com'><query xmlns='http://jabber.org/protocol/disco#items'/></iq>",
  );
  expect(items.join()).toMatch(/<item jid=.upload\.example\.com. name=.HTTP File Upload./);
  const info = await romeo.asks(
    "<iq type='get' id='2' to='upload.example.com'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
  );
  expect(info.join()).toMatch(/<identity [^>]*category=.store./);
  for (const feature of ["http:upload:0", "http:upload:purpose:0#message", "http:upload:purpose:0#ephemeral"])
    expect(info.join()).toContain(`urn:xmpp:${feature}`);
  expect(info.join()).toMatch(/<field [^>]*var=.max-file-size.[^>]*><value>5000000</);
});

test("files that come whole or not at all are not said to go on", async () => {
  const house = await openUploads();
  const romeo = await house.login("romeo@example.com/orchard");
  const info = () =>
    romeo.asks(
      "<iq type='get' id='1' to='upload.example.com'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
    );
  expect((await info()).join()).toContain("urn:xmpp:http:upload:0");
  expect((await info()).join()).not.toContain("urn:yonder:resumable-uploads:0");
});

test("a slot has two addresses, neither of which follows from what others know", async () => {
  const ask = await asking(await openUploads());
  const answer = await ask("filename='très cool.jpg' size='23456' content-type='image/jpeg'");
  const token = tokenIn(answer);
  expect(answer).toMatch(/from=.upload\.example\.com./);
  expect(answer).toContain(`https://example.com/upload/${token}/tr%C3%A8s%20cool.jpg`);
  expect(answer).toMatch(new RegExp(`<get url=.https://example.com/upload/${uploadIdOf(token)}/tr%C3%A8s%20cool.jpg`));
});

test("a slot is for the file that was named", async () => {
  const house = await openUploads();
  const answer = await (await asking(house))("filename='a.JPG' size='7' content-type='Image/JPEG; q=1'");
  const until = new Date(NOW + 60_000);
  const hold = { holder: "us", until };
  expect(await house.host.store.uploads.begin(uploadIdOf(tokenIn(answer)), hold, until)).toMatchObject({
    name: "a.JPG",
    size: 7,
    type: "image/jpeg",
  });
});

test.each([
  ["../../etc/passwd", ".._.._etc_passwd"],
  ["..", "file"],
  ["a\\b", "a_b"],
  ["a\u202Egpj.exe", "a_gpj.exe"],
  [`${"x".repeat(500)}.jpeg`, `${"x".repeat(95)}.jpeg`],
])("the name %j becomes %j", async (name, kept) => {
  const answer = await (await asking(await openUploads()))(`filename='${name}' size='1'`);
  expect(answer).toContain(`/${encodeURIComponent(kept)}`);
});

test.each([
  ["filename='a'", "bad-request"],
  ["size='1'", "bad-request"],
  ["filename='' size='1'", "bad-request"],
  ["filename='a' size='0'", "bad-request"],
  ["filename='a' size='-1'", "bad-request"],
  ["filename='a' size='1e3'", "bad-request"],
  ["filename='a' size='1' content-type='jpeg'", "bad-request"],
  ["filename='a' size='5000001'", "not-acceptable"],
  [`filename='a' size='${"9".repeat(400)}'`, "not-acceptable"],
])("%s is refused with %s", async (request, condition) => {
  expect(await (await asking(await openUploads()))(request)).toContain(`<${condition} `);
});

test("whoever asks for too much hears how much there may be", async () => {
  const answer = await (await asking(await openUploads()))("filename='a' size='5000001'");
  expect(answer).toMatch(/type=.modify./);
  expect(answer).toMatch(/<file-too-large [^>]*><max-file-size>5000000<\/max-file-size><\/file-too-large>/);
});

test("whoever has too much hears when to come back", async () => {
  const ask = await asking(await openUploads());
  await ask("filename='a' size='4000000'");
  const answer = await ask("filename='b' size='4000000'");
  expect(answer).toMatch(/<error [^>]*type=.wait./);
  expect(answer).toMatch(/<retry [^>]*stamp=.2026-11-22T12:05:00Z./);
});

test("whoever writes to the service hears that nobody reads it", async () => {
  const house = await openUploads();
  const romeo = await house.login("romeo@example.com/orchard");
  const [answer = ""] = await romeo.asks("<message id='1' to='upload.example.com'><body>Hello?</body></message>");
  expect(answer).toContain("<service-unavailable ");
  expect(await romeo.asks("<presence to='upload.example.com' type='subscribe'/>")).toEqual([]);
});

test("a quota that is smaller than the largest file counts as that", async () => {
  const ask = await asking(await openUploads({ uploadQuotaBytes: 10 }));
  expect(await ask("filename='a' size='11'")).toContain("<max-file-size>10<");
});

test("a file is kept as long as its purpose says, and never longer than its owner wants", async () => {
  const house = await openUploads();
  const ask = await asking(house);
  const day = 86_400_000;
  const kept = async (inner: string) => {
    const id = uploadIdOf(tokenIn(await ask("filename='a' size='1'", inner)));
    const until = new Date(NOW + day);
    await house.host.store.uploads.begin(id, { holder: "us", until }, until);
    await house.host.store.uploads.complete(id, "us");
    return ((await house.host.store.uploads.find(id))?.expiresAt.getTime() ?? Number.NaN) - NOW;
  };
  const purpose = (name: string, expiry = "") => `<${name} xmlns='urn:xmpp:http:upload:purpose:0' ${expiry}/>`;
  expect(await kept(purpose("message"))).toBe(7 * day);
  expect(await kept(purpose("ephemeral", "expire-before='2026-11-22T13:00:00Z'"))).toBe(day / 24);
  expect(await kept(purpose("profile"))).toBeGreaterThan(365 * day);
});

test.each([
  ["<ephemeral xmlns='urn:xmpp:http:upload:purpose:0'/>", "bad-request"],
  ["<ephemeral xmlns='urn:xmpp:http:upload:purpose:0' expire-before='2026-11-22T11:59:59Z'/>", "bad-request"],
  ["<permanent xmlns='urn:xmpp:http:upload:purpose:0'/>", "feature-not-implemented"],
])("%s is refused", async (inner, condition) => {
  expect(await (await asking(await openUploads()))("filename='a' size='1'", inner)).toContain(`<${condition} `);
});

test("files go when their owner does", async () => {
  const house = await openUploads();
  await (await asking(house))("filename='a' size='1'");
  const expired = vi.spyOn(house.host.store.uploads, "expired").mockResolvedValueOnce(["of-nobody"]);
  house.files.contents.set("of-nobody", Buffer.from("x"));
  house.memory.changeAccount({ kind: "credentials", id: 2, username: "juliet", epoch: 2 });
  await vi.waitFor(() => expect(expired).not.toHaveBeenCalled());
  house.memory.changeAccount({ kind: "removed", id: 1, username: "romeo", epoch: 1 });
  await vi.waitFor(() => expect(house.files.contents.size).toBe(0));
});

test("what has had its time is removed, contents first", async () => {
  const house = await openUploads();
  const id = uploadIdOf(tokenIn(await (await asking(house))("filename='a' size='1'")));
  house.files.contents.set(id, Buffer.from("x"));
  const { uploads } = house.host.store;
  await sweep(uploads, house.files, new Date(NOW + 5 * 60_000));
  expect(house.files.contents.size).toBe(1);
  await sweep(uploads, house.files, new Date(NOW + 7 * 60_000));
  expect(house.files.contents.size).toBe(0);
  expect(await uploads.expired(new Date(NOW + 1e9), 10)).toEqual([]);
});
