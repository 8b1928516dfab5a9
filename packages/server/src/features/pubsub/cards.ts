import { appendChild, type Element, NS, xml } from "@yonder/protocol";
import type { Account } from "../../store/store.ts";
import type { Host } from "../feature.ts";
import { accountHome } from "./account-home.ts";
import { Avatars } from "./avatars.ts";
import { Documents } from "./documents.ts";
import { engineOf } from "./engine.ts";
import type { Asker } from "./home.ts";

/** The document's name. */
export const CARD = NS.vcardTemp;

/** A user's vCard as somebody may see it, with the avatar as its photo (XEP-0054, XEP-0398 §5.2); undefined: there is none. */
export async function cardOf(
  host: Host,
  account: Pick<Account, "id" | "username">,
  asker: Asker,
): Promise<Element | undefined> {
  const card = await new Documents(host).read(account.id, CARD);
  const photo = await new Avatars(host, engineOf(host)).photoFor(accountHome(host, account), asker);
  if (!photo) return card;
  return appendChild(card ?? xml("vCard", NS.vcardTemp), photo);
}
