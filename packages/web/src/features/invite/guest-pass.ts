import type { GuestPass } from "@yonder/client";

/** As it stands behind an invitation's token, in the fragment that no server sees. */
export function packPass(pass: GuestPass): string {
  return encodeURIComponent(btoa(JSON.stringify(pass)));
}

/** The token of an invitation, and the guest who was asked to stay, if it is opened by them. */
export function readInvitation(fragment: string): { readonly token: string; readonly pass: GuestPass | undefined } {
  const [token = "", ...packed] = fragment.split("/");
  return { token, pass: unpackPass(packed.join("/")) };
}

function unpackPass(packed: string): GuestPass | undefined {
  try {
    const { address, agent, token } = JSON.parse(atob(packed));
    return [address, agent, token].every((part) => typeof part === "string") ? { address, agent, token } : undefined;
  } catch {
    // None, or nothing that we have written.
    return undefined;
  }
}
