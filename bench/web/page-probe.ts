/**
 * Runs in the page: `yonderProbe` notes how far a message that is in view moves when something on the page changes, the scrolling itself apart,
 * and in how many frames something was in view that was not drawn yet.
 */
export const pageProbe = `(() => {
  const scroller = document.querySelector(".scroll");
  const probe = { jumps: [], blank: 0, frames: 0, stop() { isOver = true; observer.disconnect(); removeEventListener("scroll", sample, true); return { jumps: this.jumps, blank: this.blank, frames: this.frames }; } };
  let isOver = false, held;
  const middle = () => { const box = scroller.getBoundingClientRect(); return [box.left + box.width / 2, box.top, box.bottom]; };
  const sample = () => {
    const [x, top, bottom] = middle();
    held = undefined;
    for (let y = top + 40; y < bottom - 40 && !held; y += 30)
      for (const dx of [0, -200, 200]) { const bubble = document.elementFromPoint(x + dx, y)?.closest("[data-key]"); if (bubble) { held = { bubble, at: bubble.getBoundingClientRect().top }; break; } }
  };
  const observer = new MutationObserver(() => {
    if (held?.bubble.isConnected) { const moved = held.bubble.getBoundingClientRect().top - held.at; if (Math.abs(moved) >= 0.5) probe.jumps.push(Math.round(moved * 10) / 10); }
    sample();
  });
  probe.sample = sample;
  observer.observe(document.querySelector(".timeline"), { childList: true, subtree: true, attributes: true, attributeFilter: ["style"] });
  addEventListener("scroll", sample, true);
  const frame = () => {
    if (isOver) return;
    probe.frames += 1;
    const [, top, bottom] = middle();
    for (const piece of document.querySelectorAll(".piece")) { const box = piece.getBoundingClientRect(); if (!piece.firstElementChild && box.bottom > top && box.top < bottom && box.height > 0) { probe.blank += 1; break; } }
    sample();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  globalThis.yonderProbe = probe;
})()`;
