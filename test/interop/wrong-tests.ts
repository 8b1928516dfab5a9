/** Tests of Smack's that ask for more than the standards do, or fail by Smack's own fault: run all the same, and named in docs/interop.md. */
export const wrongTests: Readonly<Record<string, string>> = {};

export function isWrong(test: string): boolean {
  return Object.keys(wrongTests).some((name) => test.startsWith(name));
}
