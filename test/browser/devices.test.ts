import { expect, test } from "vitest";
import { named } from "../support/programs.ts";
import { startYonder } from "../support/yonder.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser();

test.skipIf(missing)(
  named("a device signs another one out, and a new password is asked nowhere but there", missing),
  async () => {
    const yonder = await startYonder();
    await yonder.users([{ name: "alice", password: "correct horse" }]);
    const [here, there] = [await WebApp.open(yonder.origin), await WebApp.open(yonder.origin)];
    await here.signIn("alice@localhost", "correct horse");
    await there.signIn("alice@localhost", "correct horse");
    const devices = `${yonder.origin}/#/settings/device`;
    await here.page.goto(devices);
    await here.page.getByText("here now").waitFor();
    expect(await here.violations(), "devices").toEqual([]);
    await here.page.getByRole("button", { name: /^Sign out Chrome/ }).click();
    await here.page.getByText("here now").waitFor({ state: "detached" });

    await here.page.getByLabel("Password", { exact: true }).fill("looking glass");
    await here.page.getByRole("button", { name: "Change password" }).click();
    await here.page.getByText("The password is changed.").waitFor();
    await there.page.reload();
    await there.signIn("alice@localhost", "looking glass");
    await here.page.reload();
    await here.page.getByText("here now").waitFor();
    expect([...here.complaints]).toEqual([]);
    await Promise.all([here.close(), there.close()]);
    await yonder.stop();
  },
);
