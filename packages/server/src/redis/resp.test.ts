import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeCommand, RedisError, type Reply, RespReader } from "./resp.ts";

describe("commands on the wire", () => {
  test("count what they consist of in bytes", () => {
    expect(encoded("SET", "schlüssel", 7)).toBe("*3\r\n$3\r\nSET\r\n$10\r\nschlüssel\r\n$1\r\n7\r\n");
  });

  test("carry bytes as they are", () => {
    expect(encoded("PUBLISH", "c", Buffer.from("a\r\nb"))).toBe("*3\r\n$7\r\nPUBLISH\r\n$1\r\nc\r\n$4\r\na\r\nb\r\n");
  });
});

describe("what the engine answers", () => {
  const wire = "+OK\r\n:-12\r\n$-1\r\n*-1\r\n*0\r\n-NOSCRIPT No such\r\n*2\r\n$5\r\nn\r\nö\r\n*1\r\n$0\r\n\r\n";

  test("is read in order, each with its type", () => {
    const [ok, number, nothing, noList, empty, error, nested] = replies([Buffer.from(wire)]);
    expect([ok, number, nothing, noList, empty]).toEqual(["OK", -12, null, null, []]);
    expect(error).toBeInstanceOf(RedisError);
    expect((error as RedisError).code).toBe("NOSCRIPT");
    expect(nested).toEqual(["n\r\nö", [""]]);
  });

  test("is the same wherever the network cuts it", () => {
    const bytes = Buffer.from(wire);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.length })), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(replies(chunks)).toEqual(replies([bytes]));
      }),
    );
  });

  test("keeps bytes that are no text, where asked to", () => {
    const got: Reply[] = [];
    new RespReader("bytes").read(Buffer.from("$2\r\n\xff\xfe\r\n", "latin1"), (reply) => got.push(reply));
    expect(got).toEqual([Buffer.from([0xff, 0xfe])]);
  });

  test("is refused when it is not Redis that answers", () => {
    expect(() => replies([Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")])).toThrow("not Redis");
    for (const line of ["$", "$x", "*1e9", ":1.5"])
      expect(() => replies([Buffer.from(`${line}\r\n`)])).toThrow("not Redis");
  });
});

function encoded(...parts: (string | number | Buffer)[]): string {
  const out: (string | Buffer)[] = [];
  encodeCommand(parts, out);
  return out.map(String).join("");
}

function replies(chunks: readonly Buffer[]): Reply[] {
  const reader = new RespReader("text");
  const got: Reply[] = [];
  for (const chunk of chunks) reader.read(chunk, (reply) => got.push(reply));
  return got;
}
