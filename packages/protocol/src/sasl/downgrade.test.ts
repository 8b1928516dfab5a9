import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { offeredBytes } from "./downgrade.ts";

const mechanisms = ["SCRAM-SHA-1-PLUS", "SCRAM-SHA-1"];

it("hashes what was offered as XEP-0474 §6.3 does", () => {
  const bytes = offeredBytes({ mechanisms, bindings: ["tls-server-end-point", "tls-exporter"] });
  expect(createHash("sha1").update(bytes).digest("base64")).toBe("G6k/rBLDqgOhRRaCuuatSDFkJ08=");
});

it("leaves the list of channel bindings out where none was sent", () => {
  expect(new TextDecoder().decode(offeredBytes({ mechanisms, bindings: undefined }))).toBe(
    "SCRAM-SHA-1\u001eSCRAM-SHA-1-PLUS",
  );
});
