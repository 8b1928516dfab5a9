// node bench/report.ts: writes docs/performance.md and its plots anew from bench/results, without measuring anything.
import { writeReport } from "./report/write-report.ts";

writeReport();
