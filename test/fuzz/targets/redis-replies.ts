import { RedisError, type Reply, RespReader } from "../../../packages/server/src/redis/resp.ts";
import { cuts, mutatedText } from "../generator.ts";
import { mustEqual, type Target } from "../target.ts";

const REPLIES = [
  "+OK\r\n",
  "-NOSCRIPT no\r\n",
  ":42\r\n",
  "$5\r\nhello\r\n",
  "*3\r\n$1\r\na\r\n:1\r\n*1\r\n+x\r\n",
  "$-1\r\n",
  "*-1\r\n",
  "*0\r\n",
  "$0\r\n\r\n",
];
const PIECES = [..."+-:$*\r\n0123456789a", "\r\n", "$2\r\n", "*2\r\n", "-1"];

/** The engine's replies are cut alike in whatever chunks they come. */
export const redisReplies: Target<readonly string[]> = {
  name: "redis-replies",
  make: (random) => [
    ...cuts(mutatedText(random.some(1, 5, () => random.pick(REPLIES)).join(""), random, PIECES), random),
  ],
  check: (chunks) => mustEqual(repliesIn(chunks), repliesIn([chunks.join("")]), "chunks make a difference"),
};

function repliesIn(chunks: readonly string[]): unknown[] {
  const seen: unknown[] = [];
  const reader = new RespReader("text");
  try {
    for (const chunk of chunks)
      reader.read(Buffer.from(chunk), (reply: Reply) => seen.push(reply instanceof RedisError ? reply.message : reply));
  } catch (error) {
    seen.push((error as Error).message);
  }
  return seen;
}
