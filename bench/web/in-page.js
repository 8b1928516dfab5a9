// Runs in the page before all else (driver.ts): goes through what `journey` says, and leaves in `driven` when that was.
const { signIn, conversation, composer, text } = globalThis.journey;

const PATIENCE = 1_000;
const now = () => performance.timeOrigin + performance.now();
/** After what comes next is on the screen. */
const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

function find({ css, text: part = "" }) {
  return [...document.querySelectorAll(css)].find(
    (element) => element.textContent.includes(part) && element.checkVisibility(),
  );
}

async function appears(place) {
  for (;;) {
    const element = find(place);
    if (element) return element;
    await frame();
  }
}

function type(field, value) {
  const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
  field.focus();
  set.call(field, value);
  field.dispatchEvent(new InputEvent("input", { bubbles: true, data: value }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** The conversation may be open already; who pressed too early presses again. */
async function open() {
  for (let pressed = -Infinity; ; await frame()) {
    const field = find(composer);
    if (field) return field;
    const row = now() - pressed > PATIENCE && find(conversation);
    if (!row) continue;
    pressed = now();
    row.click();
  }
}

async function go() {
  let form;
  if (signIn) {
    await appears(signIn.fields.at(-1)[0]);
    form = now();
    for (const [place, value] of signIn.fields) type(await appears(place), value);
    (await appears(signIn.button)).click();
  }
  const field = await open();
  type(field, text);
  // Some look at keyCode.
  const key = { key: "Enter", code: "Enter", keyCode: 13, bubbles: true, cancelable: true, composed: true };
  field.dispatchEvent(new KeyboardEvent("keydown", key));
  return { begun: performance.timeOrigin, form, sent: now() };
}

globalThis.driven = go();
