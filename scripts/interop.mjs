// npm run test:interop: Smack's public integration tests against a node (test/interop/run.ts). Options are Smack's, such as -Dsinttest.enabledTests=….
import { installDebianPackages, interopPrograms } from "./debian-packages.mjs";
import { install } from "./install.mjs";
import { must, nodePath, root, run } from "./run.mjs";

const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";
const classPath = `${root}test/.tools/interop/classpath`;

try {
  await install();
  const missing = await installDebianPackages(interopPrograms);
  if (missing.length > 0) throw new Error(`Please install: ${missing.join(", ")}`);
  const pom = `${root}test/interop/pom.xml`;
  await must("mvn", ["-B", "-q", "-f", pom, `-Dmdep.outputFile=${classPath}`, `${plugin}:build-classpath`]);
  // Smack connects to the usual ports: in a network of their own they are free.
  const program = [nodePath(), `${root}test/interop/run.ts`, classPath, ...process.argv.slice(2)];
  const { code } = await run("unshare", ["--net", "--map-root-user", "--kill-child", ...program]);
  process.exitCode = code;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
