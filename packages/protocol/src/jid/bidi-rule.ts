import bidiFactory, { type Bidi, type BidiCharTypeName } from "bidi-js";

// COMPAT: bidi-js: its types describe a CommonJS default that Node and bundlers unwrap
const makeBidi = bidiFactory as unknown as () => Bidi;
// Made at the first right-to-left character: its tables take some memory
let bidi: Bidi | undefined;

// Blocks with characters of the bidirectional classes R, AL and AN (DerivedBidiClass.txt)
const MAY_BE_RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether a text keeps the Bidi Rule (RFC 5893 §2); one without right-to-left characters does. */
export function keepsBidiRule(text: string): boolean {
  if (!MAY_BE_RIGHT_TO_LEFT.test(text)) return true;
  bidi ??= makeBidi();
  const classes = Array.from(text, bidi.getBidiCharTypeName);
  if (!classes.some(isRightToLeft)) return true;
  return classes[0] === "R" || classes[0] === "AL" ? isRightToLeftLabel(classes) : isLeftToRightLabel(classes);
}

function isRightToLeft(c: BidiCharTypeName): boolean {
  return c === "R" || c === "AL" || c === "AN";
}

// Conditions 2, 3 and 4
function isRightToLeftLabel(classes: readonly BidiCharTypeName[]): boolean {
  const text = classes.join(" ");
  return (
    /^(?:(?:R|AL|AN|EN|ES|CS|ET|ON|BN|NSM)(?: |$))+$/.test(text) &&
    /(?:^| )(?:R|AL|EN|AN)(?: NSM)*$/.test(text) &&
    !(classes.includes("EN") && classes.includes("AN"))
  );
}

// Conditions 1, 5 and 6
function isLeftToRightLabel(classes: readonly BidiCharTypeName[]): boolean {
  const text = classes.join(" ");
  return (
    classes[0] === "L" &&
    /^(?:(?:L|EN|ES|CS|ET|ON|BN|NSM)(?: |$))+$/.test(text) &&
    /(?:^| )(?:L|EN)(?: NSM)*$/.test(text)
  );
}
