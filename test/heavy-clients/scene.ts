import { join } from "node:path";
import { type Stage, setStage } from "../clients/stage.ts";
import { Desktop } from "../support/desktop.ts";
import { freePorts } from "../support/free-ports.ts";
import { openNameServer } from "../support/name-server.ts";
import { openTlsFront } from "../support/tls-front.ts";

/** A stage for clients with windows: they find the node by its name, trust its certificate, and get its web by HTTPS. */
export interface Scene extends Stage {
  readonly desktop: Desktop;
  /** File with the node's certificate. */
  readonly certificate: string;
  /** The text of an uploaded file, at whose address this is. */
  uploaded(address: string): Promise<string>;
}

export async function setScene(): Promise<Scene> {
  const [port = 0] = await freePorts(1);
  const stage = await setStage({ env: { YONDER_PUBLIC_URL: `https://localhost:${port}` } });
  const closeFront = await openTlsFront(stage.yonder, port);
  const names = await openNameServer({ "_xmpp-client._tcp.localhost": stage.lines.c2s.port });
  const certificate = join(stage.yonder.dataDir, "localhost.crt");
  const desktop = await Desktop.start({ authority: certificate, nameServer: names.address });
  return {
    ...stage,
    desktop,
    certificate,
    uploaded: async (address) => {
      const { origin, pathname } = new URL(address);
      if (origin !== `https://localhost:${port}`) throw new Error(`${address} is elsewhere`);
      return (await fetch(new URL(pathname, stage.yonder.origin))).text();
    },
    end: async () => {
      await desktop.end();
      names.close();
      closeFront();
      await stage.end();
    },
  };
}
