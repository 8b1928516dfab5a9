import type { Key } from "../../i18n/catalogue.ts";

/** What is wrong with an address as it was typed: the text to show, or undefined. */
export function addressProblem(typed: string): Key | undefined {
  const text = typed.trim();
  if (text === "") return "addressEmpty";
  const at = text.indexOf("@");
  if (at === -1 || at === text.length - 1) return at === 0 ? "notAnAddress" : "domainMissing";
  const isPlain = /^[^\s@"&'/:<>]+@[^\s@/"'<>&]+$/u.test(text);
  return isPlain ? undefined : "notAnAddress";
}

/** What is wrong with the part before the @ that somebody would like to have. */
export function usernameProblem(typed: string): Key | undefined {
  const text = typed.trim();
  if (text === "") return "usernameEmpty";
  return /[\s@"&'/:<>]/u.test(text) ? "usernameBad" : undefined;
}

/** A username made from a name, as a start: "Zoë van der Meulen" → "zoe". Nothing when the name has no Latin letters. */
export function suggestUsername(name: string): string {
  const [first = ""] = name.trim().split(/\s+/u);
  return first
    .normalize("NFKD")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[^a-z0-9.-]/g, "");
}

/** At least 8 characters, counted as people count them. */
export function passwordProblem(password: string): Key | undefined {
  if (password === "") return "passwordEmpty";
  return [...password].length < 8 ? "passwordShort" : undefined;
}
