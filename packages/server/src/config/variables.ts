/** Variables that other programs know too, and the keys that they stand for; one of ours for the same key wins. */
export const standardVariables: ReadonlyMap<string, string> = new Map([
  ["OTEL_EXPORTER_OTLP_ENDPOINT", "otlp_endpoint"],
  ["OTEL_TRACES_SAMPLER_ARG", "otlp_ratio"],
]);

/** `limits.stanza_bytes` → `YONDER_LIMITS_STANZA_BYTES` */
export function variableOf(key: string): string {
  return `YONDER_${key.replace(/[.-]/g, "_").toUpperCase()}`;
}
