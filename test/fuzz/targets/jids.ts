import "@yonder/protocol/strict";
import { Jid } from "@yonder/protocol";
import { mutatedText, soup } from "../generator.ts";
import { must, type Target } from "../target.ts";

const JIDS =
  "romeo@example.com/orchard example.com a.b-c@xn--bcher-kva.example/x ΣΑΣ@ςα.example ｆｕｌｌ@example.com/Ⅳ שלום@example.com סבא.example 127.0.0.1 [::1]/x straße@faß.de a@b/c@d/e a\\20b@example.com".split(
    " ",
  );

/** An address is refused, or prepared once and for all. */
export const jids: Target<string> = {
  name: "jids",
  make: (random) => (random.chance(0.9) ? mutatedText(random.pick(JIDS), random) : soup(random, 8)),
  check(text) {
    const jid = Jid.tryParse(text);
    if (!jid) return;
    const written = jid.toString();
    const again = Jid.tryParse(written);
    must(again?.toString() === written, "prepared again it is another", { text, written, again });
    must(again.equals(jid) && again.bare === jid.bare, "not equal to itself", { text, written });
    must(Jid.of(jid.local, jid.domain, jid.resource).toString() === written, "its parts make another", {
      text,
      written,
    });
    must(jid.toBare().toString() === jid.bare && jid.toBare().isBare, "its bare form is another", { text, written });
    must(!/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(jid.bare), "it holds what is unseen", { text, written });
    for (const part of [jid.local, jid.domain, jid.resource])
      must(part === undefined || (part !== "" && Buffer.byteLength(part) <= 1_023), "a part too long or empty", {
        text,
        written,
      });
  },
};
