import type { Result } from "./smack.ts";

/** Tests of Smack's that may end otherwise than well, by a part of their names, and why. Each other one has to be possible, and to pass. */
export const exceptions: Readonly<Record<Result["outcome"], Readonly<Record<string, string>>>> = {
  passed: {},
  impossible: {
    IoTDiscoveryIntegrationTest:
      "things are registered and claimed at a registry of their own (XEP-0347 §3), which is no part of Yonder",
  },
  failed: {
    "OmemoMamDecryptionTest.mamDecryptionTest":
      "fails by Smack's own fault: `OmemoManager.stopStanzaAndPEPListeners` removes another listener than the one that was added, so a message is decrypted as it comes (RFC 6121 §8.5.2.1.1: it comes at once), and cannot be once more when the archive gives it; nor does the test wait for the message to arrive before it asks the archive",
  },
};

/** Undefined: it should have ended otherwise. */
export function excuseFor({ test, outcome }: Result): string | undefined {
  return Object.entries(exceptions[outcome]).find(([name]) => test.includes(name))?.[1];
}
