import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createServer } from "node:tls";
import type { Yonder } from "./yonder.ts";

/** HTTPS in front of a node, as a proxy gives it, with the node's own certificate for localhost. */
export async function openTlsFront({ dataDir, ports }: Yonder, port: number): Promise<() => void> {
  const [cert, key] = ["crt", "key"].map((ending) => readFileSync(join(dataDir, `localhost.${ending}`)));
  const server = createServer({ cert, key }, (near) => {
    const far = connect(ports.http, "127.0.0.1");
    near.pipe(far).pipe(near);
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
  return () => server.close();
}
