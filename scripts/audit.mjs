// Whether anything that we depend on is known to be vulnerable. Where the registry does not say, nothing is counted: the tests run without it too.
import { run } from "./run.mjs";

const ANSWER_TIME = 20_000;

/** As a step of the gate: fails for each package of which something is known. */
export async function audit() {
  const command = ["npm", "audit", "--json", `--fetch-timeout=${ANSWER_TIME}`, "--fetch-retries=0"];
  const { output } = await run(command[0], command.slice(1), { isQuiet: true });
  const found = vulnerableIn(output);
  if (found === undefined) console.log("   not known: the registry does not say");
  for (const { name, severity } of found ?? []) console.log(`   ${name}: ${severity}`);
  if (found === undefined) return { passed: 0, failed: 0 };
  return { passed: found.length === 0 ? 1 : 0, failed: found.length };
}

/** The packages in a report of npm; undefined: it is none. */
function vulnerableIn(output) {
  try {
    const { vulnerabilities } = JSON.parse(output.slice(output.indexOf("{"), output.lastIndexOf("}") + 1));
    return vulnerabilities && Object.values(vulnerabilities);
  } catch {
    return undefined;
  }
}
