import { endpointOf } from "../../../packages/server/src/features/web-push/endpoint.ts";
import { rangeOf } from "../../../packages/server/src/http/uploads/byte-range.ts";
import { contentDisposition, essenceOf, presentationOf } from "../../../packages/server/src/http/uploads/media-type.ts";
import { AddressRanges, originOf } from "../../../packages/server/src/transport/addresses.ts";
import { isOwnOrigin } from "../../../packages/server/src/transport/web-origin.ts";
import { mutatedText } from "../generator.ts";
import { must, type Target } from "../target.ts";

const WORDS = [
  "bytes=0-10",
  "bytes=-5",
  "bytes=9007199254740993-9007199254740994",
  "image/png; charset=x",
  "text/html",
  "application/xhtml+xml",
  "https://push.example.net/a?b=c",
  "https://[::ffff:10.0.0.1]/",
  "https://127.1/x",
  "https://example.com:443@10.0.0.1/",
  "192.0.2.7, 10.0.0.1, ::1",
  "::ffff:192.0.2.7",
  "https",
  "http://example.com",
  "example.com:8080",
];
const SIZE = 1_000;
const TRUSTED = new AddressRanges(["10.0.0.0/8", "::1"]);
const OURS = { domain: "example.com", urls: ["https://example.com"], others: [] };
const PRIVATE = /^(?:10|127|0)(?:\.\d+){3}$|^\[::(?:1|ffff:.*)?\]$/;
/** No picture, sound or film is run as a script, whatever it is called; one of XML is a page (https://fetch.spec.whatwg.org, "should response to request be blocked due to mime type"). */
const RUNS_SCRIPT = /xml|^(?!(?:image|audio|video)\/).*(?:html|javascript|ecmascript|css|wasm)/;

/** What stands in headers is read as what it may be, and no further. */
export const httpWords: Target<string> = {
  name: "http-words",
  make: (random) => mutatedText(random.pick(WORDS), random),
  check(word) {
    const range = rangeOf(word, SIZE);
    if (typeof range === "object")
      must(range.first >= 0 && range.first <= range.last && range.last < SIZE, "a range outside the file", {
        word,
        range,
      });
    must(!RUNS_SCRIPT.test(presentationOf(essenceOf(word)).contentType), "what a browser would run", word);
    must(/^[\x20-\x7e]*$/.test(contentDisposition("inline", word.toWellFormed())), "a header that breaks", word);
    const url = endpointOf(word, false);
    must(url === undefined || (url.protocol === "https:" && !PRIVATE.test(url.hostname)), "a private endpoint", word);
    const origin = originOf("10.0.0.1", { forwardedFor: word, forwardedProto: word }, TRUSTED);
    must(!TRUSTED.has(origin.remoteAddress) || origin.remoteAddress === "10.0.0.1", "a proxy for a client", {
      word,
      origin,
    });
    const isOwn = isOwnOrigin(word, "example.com", OURS);
    must(!isOwn || new URL(word).hostname === "example.com", "another's origin taken for ours", word);
  },
};
