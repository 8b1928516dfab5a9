/** Tells the other tabs of this browser that an account was signed out, so that none of them writes anew what was deleted. */
export interface TabChannel {
  announce(address: string): void;
  close(): void;
}

/** Over a BroadcastChannel; where there is no page, there are no other tabs. */
export function createTabChannel(onSignedOut: (address: string) => void): TabChannel {
  if (!("document" in globalThis)) return { announce() {}, close() {} };
  const channel = new BroadcastChannel("yonder");
  channel.onmessage = (event: { readonly data: unknown }) => onSignedOut(String(event.data));
  return { announce: (address) => channel.postMessage(address), close: () => channel.close() };
}
