import { StreamError } from "@yonder/protocol";
import type { Logger } from "pino";
import type { DirectoryWatcher } from "./directory/directory.ts";
import type { Admission } from "./dispatch/admission.ts";
import type { CatchUp } from "./router/catch-up.ts";
import type { Router } from "./router/router.ts";
import type { Sessions } from "./router/sessions.ts";

interface Parts {
  readonly router: Router;
  readonly sessions: Sessions;
  readonly catchUp: CatchUp;
  readonly admission: Admission;
  readonly log: Logger;
}

/** What this node does about what happens to the cluster. */
export function membership({ router, sessions, catchUp, admission, log }: Parts): DirectoryWatcher {
  return {
    onLost(registrations) {
      log.info({ sessions: registrations.length }, "sessions are told as gone that could not say so");
      router.lost(registrations);
    },
    onTaken: (user, resource) => router.taken(user, resource),
    onGap() {
      router.gap();
      catchUp.soon();
    },
    onLease(isHeld) {
      admission.hasLease = isHeld;
      if (isHeld) return log.info("this node serves: the others know of it");
      log.error({ sessions: sessions.count }, "this node serves nobody: to the others it is dead");
      // Their clients go on elsewhere; what they had not acknowledged stays pending.
      for (const session of [...sessions.all()]) session.close(new StreamError("system-shutdown"));
    },
  };
}
