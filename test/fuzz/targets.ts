import type { Target } from "./target.ts";
import { boshBodies } from "./targets/bosh-bodies.ts";
import { client } from "./targets/client.ts";
import { codecs } from "./targets/codecs.ts";
import { envelopes } from "./targets/envelopes.ts";
import { http } from "./targets/http.ts";
import { httpWords } from "./targets/http-words.ts";
import { jids } from "./targets/jids.ts";
import { pageWords } from "./targets/page-words.ts";
import { passkeys } from "./targets/passkeys.ts";
import { redisReplies } from "./targets/redis-replies.ts";
import { requests } from "./targets/requests.ts";
import { sasl } from "./targets/sasl.ts";
import { searchWords } from "./targets/search-words.ts";
import { streams } from "./targets/streams.ts";
import { styledText } from "./targets/styled-text.ts";
import { utf8 } from "./targets/utf8.ts";
import { xmlChunks } from "./targets/xml-chunks.ts";
import { xmlElements } from "./targets/xml-elements.ts";
import { xmlSaxes } from "./targets/xml-saxes.ts";

/** All that is fuzzed. */
export const targets: readonly Target[] = [
  xmlChunks,
  xmlSaxes,
  xmlElements,
  utf8,
  jids,
  sasl,
  codecs,
  streams,
  requests,
  boshBodies,
  http,
  httpWords,
  passkeys,
  envelopes,
  redisReplies,
  client,
  styledText,
  searchWords,
  pageWords,
];
