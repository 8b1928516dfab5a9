import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { root } from "../run.mjs";
import { answers } from "./answers.mjs";
import { Service } from "./service.mjs";

const streamModule = "/usr/lib/nginx/modules/ngx_stream_module.so";

/** nginx in front of the nodes, without TLS, configured as in a real cluster: see deploy/nginx.conf. */
export function loadBalancer({ folder, ports, log }) {
  const here = `${folder}/nginx`;
  mkdirSync(here, { recursive: true });
  const configuration = `${here}/nginx.conf`;
  writeFileSync(configuration, fillIn(readFileSync(`${root}deploy/nginx.conf`, "utf8"), values(here, ports)));
  const isReady = () => answers(`http://127.0.0.1:${ports.http}/health/live`);
  const args = ["-p", here, "-c", configuration, "-g", "daemon off;"];
  return new Service({ name: "nginx", command: nginx(), args, log, isReady });
}

function values(folder, ports) {
  const nodes = ports.nodes.flatMap(({ http, c2s, c2sTls }, index) => [
    [`HTTP_${index + 1}`, `127.0.0.1:${http}`],
    [`C2S_${index + 1}`, `127.0.0.1:${c2s}`],
    [`C2S_TLS_${index + 1}`, `127.0.0.1:${c2sTls}`],
  ]);
  return {
    // Debian has it as a module, nginx's own packages have it built in.
    MODULES: existsSync(streamModule) ? `load_module ${streamModule};` : "",
    FOLDER: folder,
    LISTEN: `127.0.0.1:${ports.http}`,
    LISTEN_C2S: `127.0.0.1:${ports.c2s}`,
    LISTEN_C2S_TLS: `127.0.0.1:${ports.c2sTls}`,
    TLS: "",
    ...Object.fromEntries(nodes),
  };
}

function fillIn(template, values) {
  return template.replaceAll(/\$\{([A-Z0-9_]+)\}/g, (_, name) => {
    if (values[name] === undefined) throw new Error(`deploy/nginx.conf: no value for ${name}`);
    return values[name];
  });
}

function nginx() {
  return existsSync("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
}
