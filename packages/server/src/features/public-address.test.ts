import { expect, test } from "vitest";
import { isPublic } from "./public-address.ts";

test.each([
  "1.1.1.1",
  "8.8.8.8",
  "93.184.215.14",
  "172.15.255.255",
  "172.32.0.0",
  "100.63.255.255",
  "100.128.0.0",
  "2a00:1450::1",
  "2606:4700::1111",
])("%s is public", (address) => {
  expect(isPublic(address)).toBe(true);
});

test.each([
  ["unspecified", "0.0.0.0"],
  ["of this network", "0.1.2.3"],
  ["private", "10.1.2.3"],
  ["private", "172.31.255.255"],
  ["private", "192.168.0.1"],
  ["behind a provider's translation", "100.64.0.1"],
  ["loopback", "127.0.0.1"],
  ["loopback", "127.255.255.254"],
  ["of the link, where clouds keep their secrets", "169.254.169.254"],
  ["for protocols", "192.0.0.170"],
  ["for documents", "192.0.2.1"],
  ["for documents", "198.51.100.1"],
  ["for documents", "203.0.113.1"],
  ["to find relays by", "192.88.99.1"],
  ["for measuring", "198.19.0.1"],
  ["for groups", "224.0.0.1"],
  ["of no use", "240.0.0.1"],
  ["broadcast", "255.255.255.255"],
  ["unspecified", "::"],
  ["loopback", "::1"],
  ["IPv4, mapped", "::ffff:8.8.8.8"],
  ["IPv4, mapped, in hexadecimal", "::ffff:7f00:1"],
  ["IPv4, in the old way", "::127.0.0.1"],
  ["IPv4, translated", "64:ff9b::7f00:1"],
  ["IPv4, translated in a network of its own", "64:ff9b:1::a00:1"],
  ["IPv4, by 6to4", "2002:7f00:1::"],
  ["IPv4, by Teredo", "2001:0:53aa:64c::1"],
  ["for documents", "2001:db8::1"],
  ["for documents", "3fff::1"],
  ["of the site", "fc00::1"],
  ["of the site", "fd12:3456::1"],
  ["of the link", "fe80::1"],
  ["of the link, with its zone", "fe80::1%lo"],
  ["public, but with a zone", "2a00:1450::1%lo"],
  ["for groups", "ff02::1"],
  ["no address", "example.net"],
  ["no address", ""],
])("%s: %s is not", (_, address) => {
  expect(isPublic(address)).toBe(false);
});
