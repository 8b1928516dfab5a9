/** The address without its resource (RFC 7622 §3.1). Only for addresses that a server already prepared. */
export function bareOf(address: string): string {
  const slash = address.indexOf("/");
  return slash < 0 ? address : address.slice(0, slash);
}

export function resourceOf(address: string): string {
  const slash = address.indexOf("/");
  return slash < 0 ? "" : address.slice(slash + 1);
}

/** What stands before the "@"; the domain when there is none. */
export function localOf(address: string): string {
  const at = address.indexOf("@");
  return at < 0 ? bareOf(address) : address.slice(0, at);
}

export function domainOf(address: string): string {
  const bare = bareOf(address);
  return bare.slice(bare.indexOf("@") + 1);
}

/**
 * A bare address as somebody typed it, case-folded; undefined when it cannot be one.
 * The server prepares it in full (RFC 7622) and answers with its form.
 */
export function readAddress(typed: string): string | undefined {
  const bare = bareOf(typed.trim().replace(/^xmpp:/i, ""))
    .normalize("NFC")
    .toLowerCase();
  return /^[^\s@"&'/:<>\p{C}]+@[^\s@/"&'<>\p{C}]+$/u.test(bare) && bare.length <= 2047 ? bare : undefined;
}

/** Somebody without an account, at the server of this address of ours. */
export function isGuest(address: string, own: string): boolean {
  return domainOf(address) === `guest.${domainOf(own)}`;
}
