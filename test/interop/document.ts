import type { Result } from "./smack.ts";
import { isWrong, wrongTests } from "./wrong-tests.ts";

/** docs/interop.md: what the last full run found. */
export function documentOf(results: readonly Result[], version: string): string {
  const failed = results.filter((result) => result.outcome === "failed");
  const wrong = Object.entries(wrongTests).map(([test, reason]) => `- \`${test}\`: ${reason}`);
  return `# Other people's tests

\`npm run test:interop\` runs the integration tests of Smack ${version}, the XMPP library in Java, against a node: over TCP and
WebSocket, with TLS, registration and uploads as in real life. It installs a Java and Maven from Debian when they are missing,
fetches Smack from Maven Central, and works in a network of its own, in which the usual ports are free (needs \`unshare\`).
No test is switched off; one that fails ends the run with an error, unless it is named below. All that Smack prints is kept in
\`test/.tools/interop/smack.log\`, the node's own log beside it. Options are handed on:
\`npm run test:interop -- -Dsinttest.enabledTests=PingIntegrationTest -Dsinttest.debugger=console\`.

This page was written by the last full run: ${count(results, "passed")} tests passed, ${failed.length} failed, ${count(results, "impossible")} were not possible.

| Tests | passed | failed | not possible |
|---|---|---|---|
${rows(results)}

## Not possible

${list(results.filter((result) => result.outcome === "impossible").map(({ test, reason }) => `- \`${test}\`: ${reason}`))}

## Failed

${list(failed.filter(({ test }) => !isWrong(test)).map(({ test, reason }) => `- \`${test}\`: ${reason}`))}

## Where the test is wrong

${list(wrong)}
`;
}

function rows(results: readonly Result[]): string {
  const classes = Map.groupBy(results, ({ test }) => classOf(test));
  return [...classes]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, of]) => `| ${name} | ${count(of, "passed")} | ${count(of, "failed")} | ${count(of, "impossible")} |`)
    .join("\n");
}

/** \`muc.MultiUserChatIntegrationTest\` is a whole class, \`PingIntegrationTest.pingServer (Normal)\` a test. */
function classOf(test: string): string {
  return test.split(/[. ]/).find((part) => /^[A-Z]/.test(part)) ?? test;
}

function count(results: readonly Result[], outcome: Result["outcome"]): number {
  return results.filter((result) => result.outcome === outcome).length;
}

function list(lines: readonly string[]): string {
  return lines.length > 0 ? lines.join("\n") : "None.";
}
