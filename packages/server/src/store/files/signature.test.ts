import { expect, test } from "vitest";
import { signedHeaders } from "./signature.ts";

// The examples of AWS's own documentation: "Signature Calculations for the Authorization Header".
const keys = {
  region: "us-east-1",
  keyId: "AKIAIOSFODNN7EXAMPLE",
  secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const now = new Date("2013-05-24T00:00:00Z");
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const signatureOf = (headers: Record<string, string>) => /Signature=(\w+)$/.exec(headers.authorization ?? "")?.[1];

test("a GET with a range is signed as AWS says", () => {
  const url = new URL("https://examplebucket.s3.amazonaws.com/test.txt");
  const headers = signedHeaders(
    { method: "GET", url, headers: { range: "bytes=0-9" }, payloadHash: emptyHash },
    keys,
    now,
  );
  expect(headers["x-amz-date"]).toBe("20130524T000000Z");
  expect(headers.authorization).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," +
      "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date," +
      "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
});

test("a PUT of a name with odd characters is signed as AWS says", () => {
  const url = new URL("https://examplebucket.s3.amazonaws.com/test$file.text");
  const headers = signedHeaders(
    {
      method: "PUT",
      url,
      headers: { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
      payloadHash: "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
    },
    keys,
    now,
  );
  expect(signatureOf(headers)).toBe("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
});

test("a request with a query is signed as AWS says", () => {
  const url = new URL("https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J");
  const headers = signedHeaders({ method: "GET", url, headers: {}, payloadHash: emptyHash }, keys, now);
  expect(signatureOf(headers)).toBe("34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
});
