import { check } from "./check.ts";
import type { Command } from "./command.ts";
import { drain } from "./drain.ts";
import { invite } from "./invite.ts";
import { reportList } from "./report-list.ts";
import { reportRemove } from "./report-remove.ts";
import { start } from "./start.ts";
import { storeCopy } from "./store-copy.ts";
import { trace } from "./trace.ts";
import { userAdd } from "./user-add.ts";
import { userAdmin } from "./user-admin.ts";
import { userImport } from "./user-import.ts";
import { userList } from "./user-list.ts";
import { userPassword } from "./user-password.ts";
import { userRemove } from "./user-remove.ts";

/** All commands, in the order of the help. */
export const commands: readonly Command[] = [
  start,
  userAdd,
  userImport,
  userList,
  userRemove,
  userPassword,
  userAdmin,
  invite,
  reportList,
  reportRemove,
  storeCopy,
  check,
  trace,
  drain,
];
