import type { Frame, Page } from "playwright-core";

/**
 * Pages of this page's browser note from their start what should never be in them: what their policy refuses, elements and attributes that are not
 * the app's, and addresses that run something or are others'.
 */
export async function watch(page: Page): Promise<string[]> {
  const dialogs: string[] = [];
  page.context().on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.context().addInitScript({ content: WATCH });
  return dialogs;
}

/** What was noted, and whether anything has run. */
export function notesOf(frame: Frame): Promise<{ notes?: string[]; hasRun: boolean }> {
  return frame.evaluate(`({ notes: globalThis.notes, hasRun: "hurt" in globalThis })`);
}

/** How a page's attempt to run that ends: the error's name. */
export function attempt(page: Page, script: string): Promise<string> {
  return page.evaluate(`(() => { try { ${script}; return "done"; } catch ({ name }) { return name; } })()`);
}

const WATCH = String.raw`
globalThis.notes = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
  notes.push(["policy", violatedDirective, blockedURI, sample].join(" ")));
const STRANGE = "script:not([src^='/assets/'], [src$='/widget.js']), iframe, object, embed, base, meta[http-equiv], math, foreignObject, marquee, [srcdoc], [action]";
const LEADS = /^(?:href|xlink:href|src|srcset|poster|data|formaction|action)$/;
const RUNS = /^\s*(?:javascript|vbscript|file|intent|data:(?!image\/(?:png|jpeg|webp|gif)[;,]))/i;
const FETCHES = /evil\.example|^x$/;
const look = (element) => {
  const note = () => notes.push(element.outerHTML.slice(0, 200));
  if (element instanceof HTMLUnknownElement || element.matches(STRANGE)) note();
  for (const { name, value } of element.attributes) {
    if (name.startsWith("on")) note();
    if (LEADS.test(name) && (RUNS.test(value) || (FETCHES.test(value) && !element.matches("a")))) note();
  }
};
new MutationObserver((records) => {
  for (const { type, target, addedNodes } of records) {
    if (type === "attributes") look(target);
    for (const node of addedNodes) if (node instanceof Element) [node, ...node.querySelectorAll("*")].forEach(look);
  }
}).observe(document, { childList: true, subtree: true, attributes: true });
`;
