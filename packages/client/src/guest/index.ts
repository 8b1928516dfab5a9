export { Locator } from "../locate.ts";
export { GuestTalk } from "./guest-talk.ts";
export type { GuestMessage } from "./record.ts";
