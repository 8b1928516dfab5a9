import { ArchiveReader } from "../generator/archive-reader.ts";
import { login, logout } from "../generator/login.ts";
import { cpuMicroseconds } from "../process-cost.ts";
import type { Figures, Scenario } from "./scenario.ts";

const stored = 1_000_000;
const pageSize = 50;
const missedPages = 20;

/** Somebody's archive is long: reading it from its beginning, for as long as we care to, and what the last 1,000 messages take after a time away. */
export const archivePaging: Scenario = {
  name: `an archive of ${stored.toLocaleString("en")} messages`,
  accounts: () => 2,
  modes: ["durable"],
  needsFreshServer: true,
  seconds: 60,
  run: async (peer, [reader], { isQuick }) => {
    if (!peer.fillArchive || !reader) throw new Error("It has no archive");
    // Some make room for an archive when it is first read.
    const early = await login(peer.tcp, reader);
    await new ArchiveReader(early, pageSize).page("<before/>");
    await logout(early);
    await peer.fillArchive({ pairs: 1, messagesEach: isQuick ? 20_000 : stored });
    const link = await login(peer.tcp, reader);
    const archive = new ArchiveReader(link, pageSize);
    const figures = {
      ...(await readAll(archive, peer.pid, isQuick ? 700 : 20_000)),
      ...(await catchUp(archive, peer.pid, isQuick ? 1 : 10)),
    };
    await logout(link);
    return figures;
  },
};

async function readAll(archive: ArchiveReader, pid: number, milliseconds: number): Promise<Figures> {
  const times: number[] = [];
  const before = { cpu: cpuMicroseconds(pid), at: performance.now() };
  let where: string | undefined = "";
  while (where !== undefined && performance.now() - before.at < milliseconds) {
    const at = performance.now();
    const page = await archive.page(where);
    times.push(performance.now() - at);
    where = page && `<after>${page.last}</after>`;
  }
  const read = times.length * pageSize;
  const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;
  return {
    "messages read/s": (read * 1000) / (performance.now() - before.at),
    "CPU µs/message read": (cpuMicroseconds(pid) - before.cpu) / read,
    [`ms/page of ${pageSize}`]: median,
  };
}

async function catchUp(archive: ArchiveReader, pid: number, rounds: number): Promise<Figures> {
  let where = "<before/>";
  // One message further back than what is to be caught up on.
  for (let page = 0; page <= missedPages; page++) where = `<before>${(await archive.page(where))?.first}</before>`;
  const last = where.replaceAll("before", "after");
  const before = { cpu: cpuMicroseconds(pid), at: performance.now() };
  for (let round = 0; round < rounds; round++) {
    let after = last;
    for (let page = 0; page < missedPages; page++) after = `<after>${(await archive.page(after))?.last}</after>`;
  }
  return {
    "ms/catch-up of 1,000": (performance.now() - before.at) / rounds,
    "CPU ms/catch-up of 1,000": (cpuMicroseconds(pid) - before.cpu) / rounds / 1000,
  };
}
