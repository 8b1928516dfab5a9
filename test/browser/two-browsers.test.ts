import { expect, test } from "vitest";
import { named } from "../support/programs.ts";
import { startYonder } from "../support/yonder.ts";
import { acquaint } from "./acquaint.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();

test.skipIf(missing)(named("two people in two browsers become contacts and chat", missing), async () => {
  const yonder = await startYonder();
  const [alice, bob] = await acquaint(yonder);
  await alice.page.getByText("Here now").first().waitFor();

  await alice.write("Do you see this?");
  await bob.openConversation("alice");
  await bob.shows("Do you see this?");
  await bob.composer.pressSequentially("Y");
  await alice.page.getByText("is writing…").first().waitFor();
  await bob.write("Yes");
  await alice.shows("Yes");
  await alice.showsTick("Do you see this?", "Read");
  await bob.showsTick("Yes", "Delivered", "Read");

  expect(await alice.texts()).toEqual(["Do you see this?", "Yes"]);
  expect(await bob.texts()).toEqual(["Do you see this?", "Yes"]);
  expect([...alice.complaints, ...bob.complaints]).toEqual([]);
  await Promise.all([alice.close(), bob.close()]);
  await yonder.stop();
});

test.skipIf(missing)(named("an invitation makes an account whose contacts include who invited", missing), async () => {
  const yonder = await startYonder();
  const alice = await WebApp.open(await yonder.firstRunLink());
  await alice.makeAccount("Alice", "alice", "correct horse battery");
  const link = await alice.invitationLink();
  await alice.page.getByRole("button", { name: "Open my conversations" }).click();

  const carol = await WebApp.open(link);
  await carol.makeAccount("Carol Ann Dee", "carol", "correct horse staple");
  await carol.openConversation("Alice");
  await carol.write("Thank you for the link");
  // By the name that she gave, which her address does not tell.
  await alice.openConversation("Carol Ann Dee");
  await alice.shows("Thank you for the link");

  await Promise.all([alice.close(), carol.close()]);
  await yonder.stop();
});
