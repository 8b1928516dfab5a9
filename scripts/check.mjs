// npm run check: format, lint, types, dead code, tests. Ends with one line: N passed, N failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { audit } from "./audit.mjs";
import { nodePath, root, run } from "./run.mjs";

const projects = ["unit", "conformance", "hostile", "crash", "cluster", "start", "clients", "browser"];

/** Runs every step, each to its end; resolves with the sum. `only` narrows it down to the steps named. */
export async function check(only = []) {
  const steps = [
    gate("format and lint", "@biomejs/biome/bin/biome", ["ci", "--reporter=default"]),
    gate("types", "typescript/bin/tsc", ["-p", "tsconfig.json"]),
    gate("types of the web app", "typescript/bin/tsc", ["-p", "packages/web/tsconfig.json"]),
    gate("dead code", "knip/bin/knip.js", []),
    { name: "known vulnerabilities", run: audit },
    ...projects.filter((name) => name === "unit" || existsSync(`${root}test/${name}`)).map(tests),
  ];
  const sum = { passed: 0, failed: 0, failures: [] };
  for (const step of steps.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const { passed, failed, failures = [] } = await timed(step);
    sum.passed += passed;
    sum.failed += failed;
    sum.failures.push(...(failed > 0 && failures.length === 0 ? [step.name] : failures));
  }
  return sum;
}

/** Prints once more what failed, the sum as the last line, and sets the exit code. */
export function report({ passed, failed, failures = [] }) {
  for (const failure of failures) console.log(`✗ ${failure}\n`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
}

async function timed(step) {
  console.log(`── ${step.name}`);
  const start = Date.now();
  const result = await step.run();
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`── ${step.name}: ${result.passed} passed, ${result.failed} failed, ${seconds} s\n`);
  return result;
}

function gate(name, script, args) {
  return {
    name,
    async run() {
      const { code } = await runPinned(script, args);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
    },
  };
}

function tests(name) {
  return {
    name: `${name} tests`,
    async run() {
      const folder = mkdtempSync(`${tmpdir()}/yonder-check-`);
      const results = `${folder}/results.json`;
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
      // Units are two projects.
      const { code } = await runPinned("vitest/vitest.mjs", ["run", "--project", `${name}*`, ...reporters]);
      const result = countTests(results, code);
      rmSync(folder, { recursive: true });
      return result;
    },
  };
}

/** A test file that could not be loaded, or a run that broke off, counts as one failure. */
function countTests(file, code) {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(readFileSync(file, "utf8"));
  for (const title of skippedIn(testResults)) console.log(`   skipped: ${title}`);
  const failed = numFailedTests || numFailedTestSuites || (code === 0 ? 0 : 1);
  return { passed: numPassedTests, failed, failures: testResults.flatMap(failuresIn) };
}

function failuresIn({ name, message, assertionResults }) {
  const file = name.replace(root, "");
  const failed = assertionResults.filter(({ status }) => status === "failed");
  if (failed.length === 0) return message ? [`${file}\n${message}`] : [];
  return failed.map(({ fullName, failureMessages }) => `${file}: ${fullName}\n${failureMessages.join("\n")}`);
}

function skippedIn(testResults) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return tests.filter(({ status }) => status === "skipped" || status === "pending").map(({ fullName }) => fullName);
}

function runPinned(script, args) {
  const path = `${root}node_modules/.bin:${process.env.PATH}`;
  return run(nodePath(), [`${root}node_modules/${script}`, ...args], { env: { ...process.env, PATH: path } });
}

if (process.argv[1] === import.meta.filename) report(await check(process.argv.slice(2)));
