import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { encrypted } from "./message-encryption.ts";

const bytes = (text: string) => Buffer.from(text, "base64url");

// RFC 8291 §5 and appendix A
const RFC = {
  plaintext: "When I grow up, I want to be a watermelon",
  auth: bytes("BTBZMqHH6r4Tts7J_aSIgg"),
  p256dh: bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
  privateKey: bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
  salt: bytes("DGv6ra1nlYgDCS1FRnbzlw"),
  message:
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_" +
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
};

test("the RFC's message is encrypted as it says", () => {
  const { plaintext, privateKey, salt, ...keys } = RFC;
  expect(encrypted(Buffer.from(plaintext), keys, { privateKey, salt }, 1).toString("base64url")).toBe(RFC.message);
});

test("a browser reads what was written, whose length says little", () => {
  const browser = createECDH("prime256v1");
  browser.generateKeys();
  const keys = { p256dh: browser.getPublicKey(), auth: randomBytes(16) };
  const [short, long] = ["{}", "a".repeat(255)].map((text) => encrypted(Buffer.from(text), keys));
  expect(short?.length).toBe(long?.length);
  expect(decrypted(short ?? Buffer.alloc(0), browser, keys.auth)).toBe("{}");
  expect(encrypted(Buffer.from("a".repeat(256)), keys).length).toBeGreaterThan(long?.length ?? 0);
});

test("each message has a key and a salt of its own", () => {
  const { plaintext, auth, p256dh } = RFC;
  const [one, other] = [1, 2].map(() => encrypted(Buffer.from(plaintext), { auth, p256dh }));
  expect(one?.subarray(0, 16)).not.toEqual(other?.subarray(0, 16));
  expect(one?.subarray(21, 86)).not.toEqual(other?.subarray(21, 86));
});

test("what is too long for one record, or for a key that is none, is not", () => {
  const { auth, p256dh } = RFC;
  expect(() => encrypted(Buffer.alloc(4_080), { auth, p256dh })).toThrow("too long");
  expect(() => encrypted(Buffer.from("x"), { auth, p256dh: Buffer.alloc(65, 4) })).toThrow();
});

function decrypted(message: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): string {
  const [salt, sender, body] = [message.subarray(0, 16), message.subarray(21, 86), message.subarray(86)];
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), browser.getPublicKey(), sender]);
  const material = Buffer.from(hkdfSync("sha256", browser.computeSecret(sender), auth, info, 32));
  const key = Buffer.from(hkdfSync("sha256", material, salt, "Content-Encoding: aes128gcm\0", 16));
  const nonce = Buffer.from(hkdfSync("sha256", material, salt, "Content-Encoding: nonce\0", 12));
  const decipher = createDecipheriv("aes-128-gcm", key, nonce);
  decipher.setAuthTag(body.subarray(-16));
  const record = Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]);
  return record.subarray(0, record.lastIndexOf(2)).toString();
}
