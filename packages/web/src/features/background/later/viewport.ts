/** Less than this much, px, is the browser's own bar and no keyboard. */
const KEYBOARD = 120;

/**
 * Keeps the app above the on-screen keyboard.
 * COMPAT: Safari on iOS lays the keyboard over the page; other browsers follow the viewport's interactive-widget.
 * @returns a function that ends it
 */
export function followKeyboard(): () => void {
  const { visualViewport } = window;
  if (!visualViewport) return () => {};
  const follow = () => {
    const isZoomed = visualViewport.scale > 1.01;
    const isOpen = !isZoomed && innerHeight - visualViewport.height > KEYBOARD;
    if (isOpen) document.documentElement.style.setProperty("--visible", `${visualViewport.height}px`);
    else document.documentElement.style.removeProperty("--visible");
    if (isOpen) scrollTo(0, 0);
  };
  visualViewport.addEventListener("resize", follow);
  return () => visualViewport.removeEventListener("resize", follow);
}
