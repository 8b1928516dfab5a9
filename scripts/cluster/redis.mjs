import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { Service } from "./service.mjs";

/** Redis on loopback, with a password. It keeps nothing on disk: the nodes tell it anew where everyone is. */
export function redis({ folder, port, password, log }) {
  const configuration = `${folder}/redis.conf`;
  const lines = [
    "bind 127.0.0.1",
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(folder)}`,
    'save ""',
    "appendonly no",
    "maxmemory-policy noeviction",
  ];
  writeFileSync(configuration, `${lines.join("\n")}\n`, { mode: 0o600 });
  const isReady = () => answers(port, `AUTH ${password}\r\nPING\r\n`, "+PONG");
  return new Service({ name: "Redis", command: "redis-server", args: [configuration], log, isReady });
}

function answers(port, question, answer) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(question));
    let heard = "";
    socket.setTimeout(1000, () => socket.destroy());
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      heard += chunk;
      if (heard.includes(answer)) socket.destroy();
    });
    socket.on("close", () => resolve(heard.includes(answer)));
  });
}
