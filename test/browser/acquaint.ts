import type { Yonder } from "../support/yonder.ts";
import { WebApp } from "./web-app.ts";

/** Alice at a desk and Bob with a phone, who have become each other's contacts. `origin`: where the page is, if not at the node. */
export async function acquaint(yonder: Yonder, origin = yonder.origin): Promise<[alice: WebApp, bob: WebApp]> {
  const password = "correct horse";
  await yonder.users(["alice", "bob"].map((name) => ({ name, password })));
  const [alice, bob] = await Promise.all([
    WebApp.open(origin),
    WebApp.open(origin, { viewport: { width: 390, height: 844 } }),
  ]);
  await Promise.all([alice.signIn("alice@localhost", password), bob.signIn("bob@localhost", password)]);
  await alice.addContact("bob@localhost");
  await bob.acceptRequest();
  return [alice, bob];
}
