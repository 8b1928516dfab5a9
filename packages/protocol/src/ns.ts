export * as NS from "./ns-names.ts";
