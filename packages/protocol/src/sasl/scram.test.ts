import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fromBase64, toBase64, utf8 } from "./base64.ts";
import type { ScramHash } from "./hashes.ts";
import { SaslError } from "./sasl-error.ts";
import { ScramClient, type ScramClientOptions } from "./scram-client.ts";
import { deriveScramKeys, type ScramClientKeys } from "./scram-keys.ts";
import { type ScramCrypto, ScramServer, type ScramServerOptions } from "./scram-server.ts";

const nodeName = (hash: ScramHash) => hash.replace("-", "").toLowerCase();
const crypto: ScramCrypto = {
  hmac: (hash, key, data) => createHmac(nodeName(hash), key).update(data).digest(),
  digest: (hash, data) => createHash(nodeName(hash)).update(data).digest(),
  equal: timingSafeEqual,
};

const VECTORS = [
  {
    source: "RFC 5802 §5",
    hash: "SHA-1",
    clientNonce: "fyko+d2lbbFgONRv9qkxdawL",
    serverNonce: "3rfcNHYJY1ZVvWVs7j",
    salt: "QSXCR+Q6sek8bf92",
    proof: "v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    verifier: "rmF9pqV8S7suAoZWja4dJRkFsKQ=",
  },
  {
    source: "RFC 7677 §3",
    hash: "SHA-256",
    clientNonce: "rOprNGfwEbeRWgbNEkqO",
    serverNonce: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
    salt: "W22ZaJ0SNY7soEsUEjb6gQ==",
    proof: "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    verifier: "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
  },
] as const;

const KEYS = { "SHA-1": await keysOf("SHA-1"), "SHA-256": await keysOf("SHA-256") };

function keysOf(hash: ScramHash) {
  return deriveScramKeys("pencil", hash, fromBase64("QSXCR+Q6sek8bf92"), 4096);
}

function client(options: Partial<ScramClientOptions> = {}): ScramClient {
  return new ScramClient({ hash: "SHA-256", username: "user", password: "pencil", nonce: "clientnonce", ...options });
}

function server(options: Partial<ScramServerOptions> = {}): ScramServer {
  const hash = options.hash ?? "SHA-256";
  return new ScramServer({
    hash,
    nonce: "servernonce",
    crypto,
    lookup: (username) => (username === "user" ? KEYS[hash] : undefined),
    plusAdvertised: false,
    fakeSaltSecret: "secret",
    fakeIterations: 4096,
    ...options,
  });
}

async function login(c: ScramClient, s: ScramServer) {
  const outcome = s.final(await c.respond(await s.first(c.first())));
  return { ...outcome, isVerified: c.verify(outcome.serverFinal) };
}

async function refusal(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof SaslError) return error.condition;
    throw error;
  }
  return "accepted";
}

describe.each(VECTORS)("the example of $source", ({ hash, clientNonce, serverNonce, salt, proof, verifier }) => {
  it("is what both ends say", async () => {
    const keys = await deriveScramKeys("pencil", hash, fromBase64(salt), 4096);
    const c = client({ hash, nonce: clientNonce });
    const s = server({ hash, nonce: serverNonce, lookup: () => keys });
    expect(c.first()).toBe(`n,,n=user,r=${clientNonce}`);
    const serverFirst = await s.first(c.first());
    expect(serverFirst).toBe(`r=${clientNonce}${serverNonce},s=${salt},i=4096`);
    const clientFinal = await c.respond(serverFirst);
    expect(clientFinal).toBe(`c=biws,r=${clientNonce}${serverNonce},p=${proof}`);
    const { serverFinal } = s.final(clientFinal);
    expect(serverFinal).toBe(`v=${verifier}`);
    expect(c.verify(serverFinal)).toBe(true);
    expect(c.verify(`v=${proof}`)).toBe(false);
  });
});

describe("SCRAM", () => {
  it("answers without a promise when the lookup does", () => {
    expect(typeof server().first(client().first())).toBe("string");
  });

  it("waits for a lookup that takes time", async () => {
    expect(await login(client(), server({ lookup: async () => KEYS["SHA-256"] }))).toMatchObject({
      username: "user",
      isVerified: true,
    });
  });

  it("carries names with commas and equals signs", async () => {
    const names: string[] = [];
    const s = server({
      lookup: (name) => {
        names.push(name);
        return KEYS["SHA-256"];
      },
    });
    const outcome = await login(client({ username: "a=b,c=2C", authzid: "x,y=z@d" }), s);
    expect(outcome).toMatchObject({ username: "a=b,c=2C", authzid: "x,y=z@d", isVerified: true });
    expect(names).toEqual(["a=b,c=2C"]);
  });

  it("refuses a wrong password and an unknown user alike", async () => {
    expect(await refusal(() => login(client({ password: "pen" }), server()))).toBe("not-authorized");
    expect(await refusal(() => login(client({ username: "nobody" }), server()))).toBe("not-authorized");
  });

  it("gives an unknown user a salt that stays the same, and another one to another", async () => {
    const challenge = (username: string) => server().first(client({ username }).first());
    expect(challenge("nobody")).toBe(challenge("nobody"));
    expect(challenge("nobody")).not.toBe(challenge("noone"));
    expect(challenge("nobody")).toMatch(/^r=clientnonceservernonce,s=[A-Za-z0-9+/]{22}==,i=4096$/);
  });

  it("lets nobody in with keys of zeros", async () => {
    const zeros: ScramClientKeys = { clientKey: new Uint8Array(32), serverKey: new Uint8Array(32) };
    expect(
      await refusal(() => login(client({ username: "nobody", keyCache: { get: () => zeros, set() {} } }), server())),
    ).toBe("not-authorized");
  });

  it("takes keys from the cache, and derives them once", async () => {
    const cache = new Map<string, ScramClientKeys>();
    const keyCache = {
      get: (id: string) => cache.get(id),
      set: (id: string, keys: ScramClientKeys) => void cache.set(id, keys),
    };
    await login(client({ keyCache }), server());
    expect([...cache.keys()]).toEqual(["SHA-256,QSXCR+Q6sek8bf92,4096"]);
    expect((await login(client({ keyCache, password: undefined }), server())).isVerified).toBe(true);
    cache.clear();
    expect(await refusal(() => login(client({ keyCache, password: undefined }), server()))).toBe("credentials-expired");
  });
});

describe("channel binding", () => {
  const channelBinding = { type: "tls-exporter", data: utf8("exported") };

  it("is used when both ends can", async () => {
    const c = client({ channelBinding, plusOffered: true });
    expect([c.mechanism, c.first()]).toEqual(["SCRAM-SHA-256-PLUS", "p=tls-exporter,,n=user,r=clientnonce"]);
    expect((await login(c, server({ isPlus: true, plusAdvertised: true, channelBinding }))).isVerified).toBe(true);
  });

  it("refuses another channel", async () => {
    const s = server({
      isPlus: true,
      plusAdvertised: true,
      channelBinding: { type: "tls-exporter", data: utf8("other") },
    });
    expect(await refusal(() => login(client({ channelBinding, plusOffered: true }), s))).toBe("not-authorized");
  });

  it("refuses a binding of another type", async () => {
    const s = server({ isPlus: true, plusAdvertised: true, channelBinding });
    const c = client({ channelBinding: { ...channelBinding, type: "tls-unique" }, plusOffered: true });
    expect(await refusal(() => login(c, s))).toBe("malformed-request");
  });

  it("detects that someone took -PLUS out of the offer", async () => {
    const c = client({ channelBinding, plusOffered: false });
    expect(c.first()).toMatch(/^y,,/);
    expect(await refusal(() => login(c, server({ plusAdvertised: true, channelBinding })))).toBe("not-authorized");
    expect((await login(c, server({ plusAdvertised: false }))).isVerified).toBe(true);
  });

  it("is refused where it does not go with the mechanism", async () => {
    const c = client({ channelBinding, plusOffered: true });
    expect(await refusal(() => login(c, server({ plusAdvertised: true, channelBinding })))).toBe("malformed-request");
    expect(await refusal(() => login(client(), server({ isPlus: true, plusAdvertised: true, channelBinding })))).toBe(
      "malformed-request",
    );
  });

  it("cannot be changed in the last message", async () => {
    const s = server();
    const final = await client().respond(await s.first(client().first()));
    expect(await refusal(() => s.final(final.replace("c=biws", `c=${toBase64(utf8("y,,"))}`)))).toBe("not-authorized");
  });
});

describe("the server", () => {
  it.each([
    ["nothing", ""],
    ["no header", "n=user,r=abc"],
    ["a mandatory extension", "n,,m=1,n=user,r=abc"],
    ["no nonce", "n,,n=user"],
    ["an empty nonce", "n,,n=user,r="],
    ["a nonce with control characters", "n,,n=user,r=a\tb"],
    ["an empty name", "n,,n=,r=abc"],
    ["a name with a bare equals sign", "n,,n=a=b,r=abc"],
    ["a name with another escape", "n,,n=a=2cb,r=abc"],
    ["an authzid with a bare equals sign", "n,a==,n=user,r=abc"],
    ["attributes in another order", "n,,r=abc,n=user"],
    ["an unknown flag", "z,,n=user,r=abc"],
  ])("refuses %s at first", async (_, text) => {
    expect(await refusal(() => server().first(text))).toBe("malformed-request");
  });

  it.each([
    ["nothing", "", "malformed-request"],
    ["no proof", "c=biws,r=clientnonceservernonce", "malformed-request"],
    ["another nonce", "c=biws,r=clientnonceother,p=AAAA", "not-authorized"],
    ["the client's nonce only", "c=biws,r=clientnonce,p=AAAA", "not-authorized"],
    ["a proof that is not base64", "c=biws,r=clientnonceservernonce,p=%%%", "incorrect-encoding"],
    ["a proof too short", "c=biws,r=clientnonceservernonce,p=AAAA", "not-authorized"],
    ["a proof of zeros", `c=biws,r=clientnonceservernonce,p=${"A".repeat(43)}=`, "not-authorized"],
    ["a mandatory extension", "m=1,c=biws,r=clientnonceservernonce,p=AAAA", "malformed-request"],
  ])("refuses %s at last", async (_, text, condition) => {
    const s = server();
    await s.first(client().first());
    expect(await refusal(() => s.final(text))).toBe(condition);
  });

  it("takes each message once, in order", async () => {
    const s = server();
    expect(await refusal(() => s.final("c=biws,r=clientnonceservernonce,p=AAAA"))).toBe("malformed-request");
    const c = client();
    const final = await c.respond(await s.first(c.first()));
    expect(await refusal(() => s.first(c.first()))).toBe("malformed-request");
    s.final(final);
    expect(await refusal(() => s.final(final))).toBe("malformed-request");
  });
});

describe("the client", () => {
  it.each([
    ["another nonce", "r=other,s=QUJD,i=4096", "not-authorized"],
    ["its own nonce unextended", "r=clientnonce,s=QUJD,i=4096", "not-authorized"],
    ["too few iterations", "r=clientnonceX,s=QUJD,i=4095", "not-authorized"],
    ["too many iterations", "r=clientnonceX,s=QUJD,i=10000001", "not-authorized"],
    ["iterations that are no number", "r=clientnonceX,s=QUJD,i=4e3", "malformed-request"],
    ["a mandatory extension", "m=1,r=clientnonceX,s=QUJD,i=4096", "malformed-request"],
    ["a salt that is not base64", "r=clientnonceX,s=Q,i=4096", "incorrect-encoding"],
    ["an error", "e=other-error", "not-authorized"],
  ])("refuses %s", async (_, serverFirst, condition) => {
    expect(await refusal(() => client().respond(serverFirst))).toBe(condition);
  });

  it("takes what a server adds behind", async () => {
    expect(await refusal(() => client().respond("r=clientnonceX,s=QUJD,i=4096,x=more"))).toBe("accepted");
  });

  it("does not believe a server before it was asked, nor one that says it failed", async () => {
    expect(client().verify("v=")).toBe(false);
    expect(client().verify("v=AAAA")).toBe(false);
    expect(await refusal(() => client().verify("e=invalid-proof"))).toBe("not-authorized");
  });

  it("makes a fresh nonce for each login", () => {
    const first = () => new ScramClient({ hash: "SHA-1", username: "user" }).first();
    expect(first()).not.toBe(first());
  });
});
