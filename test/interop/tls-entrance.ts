import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { endChild, startChild, temporaryFolder } from "../support/children.ts";
import { until } from "../support/condition.ts";

/** Lets nginx serve a node's web side over TLS: https://localhost, with the node's own certificate. Resolves with what ends it. */
export async function openTlsEntrance(httpPort: number, certificateFolder: string): Promise<() => Promise<unknown>> {
  const folder = temporaryFolder("nginx");
  const configuration = join(folder, "nginx.conf");
  writeFileSync(configuration, nginxConfiguration(folder, httpPort, certificateFolder));
  const nginx = startChild("/usr/sbin/nginx", ["-p", folder, "-c", configuration, "-g", "daemon off;"], {
    stdio: "inherit",
  });
  await until("nginx answers", () => answers("http://localhost/health/live"));
  return () => endChild(nginx);
}

function nginxConfiguration(folder: string, httpPort: number, certificateFolder: string): string {
  return `
user root;
worker_processes 1;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  client_max_body_size 0;
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  server {
    listen 127.0.0.1:80;
    listen 127.0.0.1:443 ssl;
    ssl_certificate ${certificateFolder}/localhost.crt;
    ssl_certificate_key ${certificateFolder}/localhost.key;
    location / {
      proxy_pass http://127.0.0.1:${httpPort};
      proxy_http_version 1.1;
      proxy_read_timeout 1h;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
    }
  }
}
`;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
