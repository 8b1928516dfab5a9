import { commands } from "./ad-hoc/commands.ts";
import { addingDevices } from "./adding-devices.ts";
import { administration } from "./administration/administration.ts";
import { archive } from "./archive.ts";
import { blocking } from "./blocking/blocking.ts";
import { reporting } from "./blocking/reporting.ts";
import { caps } from "./caps.ts";
import { carbons } from "./carbons.ts";
import { components } from "./components/components.ts";
import { csi } from "./csi.ts";
import { devices } from "./devices.ts";
import { disco } from "./disco.ts";
import { externalServices } from "./external-services.ts";
import type { Feature } from "./feature.ts";
import { guests } from "./guests/guests.ts";
import { invitations } from "./invitations.ts";
import { lastActivity } from "./last-activity.ts";
import { linkPreviews } from "./link-previews/link-previews.ts";
import { outcome } from "./outcome.ts";
import { passkeys } from "./passkeys.ts";
import { ping } from "./ping.ts";
import { presence } from "./presence.ts";
import { bookmarks } from "./pubsub/bookmarks.ts";
import { displayedSync } from "./pubsub/displayed.ts";
import { pep } from "./pubsub/pep.ts";
import { privateStorage } from "./pubsub/private-storage.ts";
import { pubsubService } from "./pubsub/service.ts";
import { vcard } from "./pubsub/vcard.ts";
import { push } from "./push/push.ts";
import { registration } from "./registration.ts";
import { rooms } from "./rooms/rooms.ts";
import { roster } from "./roster.ts";
import { time } from "./time.ts";
import { upload } from "./upload/upload.ts";
import { version } from "./version.ts";
import { ways } from "./ways/ways.ts";
import { webPush } from "./web-push/web-push.ts";

/** Every feature there is. */
export const features: readonly Feature[] = [
  roster,
  presence,
  blocking,
  reporting,
  rooms,
  pep,
  vcard,
  privateStorage,
  bookmarks,
  displayedSync,
  pubsubService,
  archive,
  carbons,
  csi,
  push,
  webPush,
  outcome,
  ways,
  linkPreviews,
  disco,
  commands,
  administration,
  components,
  caps,
  registration,
  devices,
  passkeys,
  addingDevices,
  invitations,
  guests,
  ping,
  version,
  lastActivity,
  time,
  upload,
  externalServices,
];
