import { XmlError } from "./xml-error.ts";

// XML 1.0 §2.8 [23]
const DECLARATION =
  /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:'1\.\d+'|"1\.\d+")(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:'([A-Za-z][\w.-]*)'|"([A-Za-z][\w.-]*)"))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:'(?:yes|no)'|"(?:yes|no)"))?[ \t\r\n]*\?>$/;

/** Refuses what is not an XML declaration, or not for UTF-8 (RFC 6120 §11.6). */
export function checkDeclaration(text: string): void {
  const found = DECLARATION.exec(text);
  if (found === null) {
    const isOther = !/^<\?xml[\s?]/.test(text);
    throw new XmlError(isOther ? "restricted-xml" : "not-well-formed", "not an XML declaration");
  }
  const encoding = found[1] ?? found[2];
  if (encoding !== undefined && encoding.toLowerCase() !== "utf-8")
    throw new XmlError("unsupported-encoding", encoding);
}
