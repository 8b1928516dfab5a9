import { createHash } from "node:crypto";
import type { Account } from "../store/store.ts";

/** Who is here without an account, under this name. Its id is that of no account, and of no other guest: by it a session is found again. */
export function guestAccount(username: string): Account {
  const id = -1 - createHash("sha256").update(username).digest().readUIntBE(0, 6);
  return { id, username, isAdmin: false, epoch: 0 };
}
