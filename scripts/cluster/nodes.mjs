import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { compiledBefore, nodePath, root } from "../run.mjs";
import { answers } from "./answers.mjs";
import { Service } from "./service.mjs";

/** The nodes of a cluster: one configuration for all, and for each its name, ports and folder. */
export function nodes({ folder, configuration, ports, log }) {
  return ports.nodes.map(({ name, http, c2s, c2sTls }) => {
    const env = {
      ...compiledBefore(),
      YONDER_NODE_ID: name,
      YONDER_NODE_URL: `http://localhost:${ports.http}/${name}`,
      YONDER_NODE_C2S_ADDRESS: `localhost:${c2s}`,
      YONDER_DATA: `${folder}/${name}`,
      YONDER_HTTP_PORT: String(http),
      YONDER_C2S_PORT: String(c2s),
      YONDER_C2S_TLS_PORT: String(c2sTls),
    };
    const args = [`${root}packages/server/src/main.ts`, "start", "--config", configuration];
    const isReady = () => answers(`http://127.0.0.1:${http}/health/ready`);
    return new Service({ name, command: nodePath(), args, env, log: log(name), isReady });
  });
}

/** The first node made a certificate for localhost; the others show the same. */
export function shareCertificate(folder, [first, ...others]) {
  for (const { name } of others) {
    mkdirSync(`${folder}/${name}`, { recursive: true });
    for (const file of ["localhost.crt", "localhost.key"]) {
      const [made, wanted] = [`${folder}/${first.name}/${file}`, `${folder}/${name}/${file}`];
      if (existsSync(made) && !existsSync(wanted)) copyFileSync(made, wanted);
    }
  }
}
