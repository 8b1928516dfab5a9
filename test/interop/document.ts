import { exceptions, excuseFor } from "./exceptions.ts";
import { loners, type Result } from "./smack.ts";

/** docs/interop.md: what the last full run found. */
export function documentOf(results: readonly Result[], version: string): string {
  const ended = (outcome: Result["outcome"]) => results.filter((result) => result.outcome === outcome);
  return `# Other people's tests

\`npm run test:interop\` runs the integration tests of Smack ${version}, the XMPP library in Java, against a node: over TCP and
WebSocket, with TLS, registration and uploads as in real life, and with \`room_occupants = "public"\`
and \`pubsub_creation = "everyone"\`, which are not the defaults. It
installs a Java and Maven from Debian when they are missing, fetches Smack from Maven Central, and works in a network of its own, in
which the usual ports are free (needs \`unshare\`). No test is switched off; one that fails or is not possible ends the run with an
error, unless it is named below. All that Smack prints is kept in \`test/.tools/interop/smack.log\`, the node's own log beside it.
Options are handed on:
\`npm run test:interop -- -Dsinttest.enabledTests=PingIntegrationTest -Dsinttest.debugger=console\`.

This page was written by the last full run: ${count(results, "passed")} tests passed, ${count(results, "failed")} failed; not possible: ${count(results, "impossible")}.

| Tests | passed | failed | not possible |
|---|---|---|---|
${rows(results)}

## Not possible

${list(ended("impossible").map((result) => `- \`${result.test}\`: ${excuseFor(result) ?? result.reason}`))}

## Failed

${list(
  ended("failed")
    .filter((result) => excuseFor(result) === undefined)
    .map(({ test, reason }) => `- \`${test}\`: ${reason}`),
)}

## Where the test is wrong

${list(Object.entries(exceptions.failed).map(([test, reason]) => `- \`${test}\` ${reason}`))}

## With accounts of their own

Smack runs all tests with the same three accounts, one after the other, in an order of chance. These get new ones:

${list(Object.entries(loners).map(([test, reason]) => `- \`${test}\` ${reason}`))}
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
