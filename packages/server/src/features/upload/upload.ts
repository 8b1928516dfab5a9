import { type DataForm, type Element, NS, StanzaError } from "@yonder/protocol";
import type { Awaitable, Feature, Host, Sender } from "../feature.ts";
import { ServiceIqs } from "../service-iqs.ts";
import { largestFile, PURPOSES } from "./request.ts";
import { answerRequest } from "./slot.ts";
import { sweep } from "./sweep.ts";

const SWEEP_MS = 10 * 60_000;
const NAME = "HTTP File Upload";

/** Gives out slots for files that people put and get over HTTP (XEP-0363); http/uploads takes and serves these. */
export const upload: Feature = {
  name: "upload",
  specification: ["XEP-0363", NS.resumableUploads],
  items: (host) => (host.files ? [{ jid: addressOf(host), name: NAME }] : []),
  start(host) {
    if (!host.files) {
      host.log.info("no uploads: several nodes need upload_folder, that they share, or upload_s3");
      return {};
    }
    const iqs = new ServiceIqs(host, {
      identities: [{ category: "store", type: "file", name: NAME }],
      features: [
        NS.upload,
        ...PURPOSES.map((purpose) => `${NS.uploadPurpose}#${purpose}`),
        ...(host.files.parts ? [NS.resumableUploads] : []),
      ],
      forms: [formOf(host)],
      iq: { get: { "{urn:xmpp:http:upload:0}request": (iq) => answerRequest(host, iq) } },
    });
    const stopSweeping = sweepRegularly(host, host.files);
    return {
      services: {
        [addressOf(host)]: { stanza: (stanza, from) => take(iqs, stanza, from) },
      },
      stop: stopSweeping,
    };
  },
};

function take(iqs: ServiceIqs, stanza: Element, from: Sender): Awaitable<void> {
  if (stanza.name === "iq") return iqs.answer(stanza, from);
  // RFC 6121 §8.5.1: nobody is here who could read it.
  if (stanza.name === "message") throw new StanzaError("service-unavailable");
}

function addressOf({ domain }: Pick<Host, "domain">): string {
  return `upload.${domain}`;
}

/** §3: how large a file may be. */
function formOf({ config }: Pick<Host, "config">): DataForm {
  const values = [String(largestFile(config.limits))];
  return { type: "result", formType: NS.upload, fields: [{ name: "max-file-size", values }] };
}

/** From the start on, and when somebody goes; one at a time. */
function sweepRegularly(host: Host, files: NonNullable<Host["files"]>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const turn = () => {
    last = last
      .then(() => sweep(host.store.uploads, files, new Date(host.clock.now())))
      .catch((error: unknown) => {
        host.log.warn({ err: error }, "removing old uploads failed");
      });
  };
  turn();
  const timer = setInterval(turn, SWEEP_MS).unref();
  const stopListening = host.store.onAccountsChanged(({ kind }) => kind === "removed" && turn());
  return async () => {
    stopListening();
    clearInterval(timer);
    await last;
  };
}
