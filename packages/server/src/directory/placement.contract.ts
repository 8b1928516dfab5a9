import { expect, test } from "vitest";
import type { Placement } from "./placement.ts";

/** What every placement must do. */
export function placementContract(open: (node: string) => Promise<Placement>): void {
  test("a room that nobody keeps is kept by who asks first, and stays there", async () => {
    const placement = await open("n1");
    expect(await placement.claim("coven")).toBe("n1");
    expect(await placement.claim("coven")).toBe("n1");
  });

  test("a room that was let go is kept by who asks next", async () => {
    const placement = await open("n1");
    await placement.claim("coven");
    await placement.release("coven");
    expect(await placement.claim("coven")).toBe("n1");
  });
}
