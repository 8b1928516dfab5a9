import { expect, test } from "vitest";
import { inspectDns, type Resolver } from "./dns-records.ts";

const expected = { domain: "example.org", c2sPort: 5222, c2sTlsPort: 5223, webHost: "chat.example.org" };

interface Zone {
  readonly srv?: Readonly<Record<string, readonly [target: string, port: number]>>;
  readonly a?: Readonly<Record<string, string>>;
  readonly aaaa?: Readonly<Record<string, string>>;
}

test("says what clients and browsers will find", async () => {
  const zone = {
    srv: {
      "_xmpp-client._tcp.example.org": ["chat.example.org", 5222],
      "_xmpps-client._tcp.example.org": ["chat.example.org", 5223],
    },
    a: { "chat.example.org": "192.0.2.1" },
    aaaa: { "chat.example.org": "2001:db8::1" },
  } as const;
  expect(await inspectDns(expected, resolver(zone))).toEqual([
    { kind: "right", text: "dns: _xmpp-client._tcp.example.org names chat.example.org:5222" },
    { kind: "right", text: "dns: _xmpps-client._tcp.example.org names chat.example.org:5223" },
    { kind: "right", text: "dns: chat.example.org, the page, is 192.0.2.1, 2001:db8::1" },
  ]);
});

test("warns of records that name another port", async () => {
  const zone = { srv: { "_xmpp-client._tcp.example.org": ["old.example.org", 15_222] } } as const;
  expect(await inspectDns(expected, resolver(zone))).toContainEqual({
    kind: "warning",
    text: "dns: _xmpp-client._tcp.example.org names old.example.org:15222, but we listen on 5222",
  });
});

test("warns of a record that denies the service", async () => {
  const zone = { srv: { "_xmpps-client._tcp.example.org": ["", 0] } } as const;
  expect(await inspectDns(expected, resolver(zone))).toContainEqual({
    kind: "warning",
    text: "dns: _xmpps-client._tcp.example.org says that there is no such service here",
  });
});

test("without service records the domain itself will do on the standard port", async () => {
  const zone = { a: { "example.org": "192.0.2.1" } };
  expect(await inspectDns(expected, resolver(zone))).toContainEqual({
    kind: "right",
    text: "dns: example.org is 192.0.2.1",
  });
});

test("warns when nothing leads to us", async () => {
  expect(await inspectDns(expected, resolver({}))).toEqual([
    {
      kind: "warning",
      text: "dns: _xmpp-client._tcp.example.org does not exist; XMPP clients will not find port 5222",
    },
    {
      kind: "warning",
      text: "dns: _xmpps-client._tcp.example.org does not exist; some clients look for port 5223 there",
    },
    { kind: "warning", text: "dns: chat.example.org, where browsers look for the page, has no address" },
  ]);
});

function resolver({ srv = {}, a = {}, aaaa = {} }: Zone): Resolver {
  const answer = async <T>(value: T | undefined): Promise<T[]> => {
    if (value === undefined) throw Object.assign(new Error("queryA ENOTFOUND"), { code: "ENOTFOUND" });
    return [value];
  };
  return {
    resolve4: (name) => answer(a[name]),
    resolve6: (name) => answer(aaaa[name]),
    resolveSrv: (name) => answer(srv[name] && { name: srv[name][0], port: srv[name][1], priority: 0, weight: 0 }),
  };
}
