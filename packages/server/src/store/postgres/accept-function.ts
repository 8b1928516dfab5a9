/**
 * Accepts a batch of messages, inside PostgreSQL: one statement, so that mailboxes stay locked for no longer than it takes to run and to
 * commit it, however far away, slow or dead the node is. The function belongs to the connection that makes it, so that releases do not share it.
 *
 * Owners come in ascending order, each once; messages name theirs by position: 0 for a side that is not local, -1 for a local recipient
 * who does not exist. `known` are archive ids that have the origin hash of one of these messages and are not the same. The answer is one of
 * - {"gone": […]}: owners without a mailbox. Nothing was done.
 * - {"alike": [{"at", "id", "xml"}…]}: what may be the same message, sent before; some megabytes of it at most. Nothing was done.
 * - {"ids": […], "before": […]}: of each message its id, 0 for one that is not stored, and the recipient's former last pending message.
 */
export const createAcceptFunction = `
CREATE OR REPLACE FUNCTION pg_temp.accept_messages(
  owners bigint[], senders int[], recipients int[], sender_peers text[], recipient_peers text[], texts text[], origins bigint[],
  pendings boolean[], known bigint[], ack_owners bigint[], ack_ids bigint[], now_ms bigint
) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  found bigint[];
  last_ids bigint[];
  heads bigint[];
  alike json;
  ids bigint[] := '{}';
  before bigint[] := '{}';
  first bigint;
  number bigint;
  id bigint;
  low bigint;
  s int;
  r int;
BEGIN
  SELECT coalesce(array_agg(m.owner), '{}'), array_agg(m.last_id), array_agg(m.last_pending) INTO found, last_ids, heads
  FROM (SELECT * FROM mailboxes WHERE owner = ANY (owners) ORDER BY owner FOR UPDATE) m;
  IF found <> owners THEN
    RETURN json_build_object('gone', (SELECT json_agg(o) FROM unnest(owners) o WHERE o <> ALL (found)));
  END IF;

  SELECT json_agg(json_build_object('at', a.at, 'id', a.id, 'xml', a.xml) ORDER BY a.id) INTO alike
  FROM (
    SELECT q.at, e.id, e.xml, sum(octet_length(e.xml)) OVER (ORDER BY e.id) - octet_length(e.xml) AS bytes_before
    FROM unnest(senders, origins) WITH ORDINALITY q (sender, origin, at)
    CROSS JOIN LATERAL (
      SELECT e.id, m.xml FROM entries e JOIN messages m ON m.id = e.id
      WHERE e.owner = owners[q.sender] AND e.origin = q.origin AND e.id <> ALL (known) LIMIT 8
    ) e
    WHERE q.sender > 0 AND q.origin > 0
  ) a
  WHERE a.bytes_before < 4194304;
  IF alike IS NOT NULL THEN
    RETURN json_build_object('alike', alike);
  END IF;

  first := (coalesce(now_ms, floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) - 1704067200000) * 4096;
  FOR i IN 1 .. cardinality(texts) LOOP
    s := senders[i];
    r := recipients[i];
    before[i] := 0;
    ids[i] := 0;
    CONTINUE WHEN r < 0;
    number := nextval('archive_numbers') & 4095;
    low := greatest(last_ids[s], last_ids[r]);
    id := first + number;
    IF id <= low THEN
      id := low - (low & 4095) + number;
      IF id <= low THEN id := id + 4096; END IF;
    END IF;
    ids[i] := id;
    IF s > 0 THEN last_ids[s] := id; END IF;
    IF r > 0 THEN last_ids[r] := id; END IF;
    IF r > 0 AND pendings[i] THEN
      before[i] := heads[r];
      heads[r] := id;
    END IF;
  END LOOP;

  INSERT INTO messages (id, sender, recipient, xml)
  SELECT m.id, owners[m.sender], owners[m.recipient], m.xml
  FROM unnest(ids, senders, recipients, texts) m (id, sender, recipient, xml) WHERE m.id > 0;

  INSERT INTO entries (owner, id, origin, is_incoming, is_pending, peer)
  SELECT owners[m.sender], m.id, nullif(m.origin, 0), false, false, m.peer
  FROM unnest(ids, senders, recipients, origins, sender_peers) m (id, sender, recipient, origin, peer)
  WHERE m.id > 0 AND m.sender > 0 AND m.sender <> m.recipient;

  INSERT INTO entries (owner, id, origin, is_incoming, is_pending, peer)
  SELECT owners[m.recipient], m.id, CASE WHEN m.sender = m.recipient THEN nullif(m.origin, 0) END, true, m.is_pending, m.peer
  FROM unnest(ids, senders, recipients, origins, recipient_peers, pendings) m (id, sender, recipient, origin, peer, is_pending)
  WHERE m.id > 0 AND m.recipient > 0;

  UPDATE mailboxes m SET last_id = u.last_id, last_pending = u.head
  FROM unnest(owners, last_ids, heads) u (owner, last_id, head) WHERE m.owner = u.owner AND m.last_id < u.last_id;

  INSERT INTO watermarks (owner, up_to)
  SELECT a.owner, a.up_to FROM unnest(ack_owners, ack_ids) a (owner, up_to)
  WHERE EXISTS (SELECT FROM mailboxes m WHERE m.owner = a.owner) ORDER BY a.owner
  ON CONFLICT (owner) DO UPDATE SET up_to = excluded.up_to WHERE watermarks.up_to < excluded.up_to;

  RETURN json_build_object('ids', ids, 'before', before);
END $$;

-- Every row is found by its key: a plan made while a table was small must not be to go through all of it.
SET enable_seqscan = off;
SET enable_hashjoin = off;
SET enable_mergejoin = off;

-- What others committed while this one waited for a mailbox must be seen; what is accepted must be on the disk.
SET default_transaction_isolation = 'read committed';
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
`;

export const callAcceptFunction =
  "SELECT pg_temp.accept_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS answer";

export type AcceptAnswer =
  | { readonly gone: readonly number[] }
  /** `at`: which message, from 1. */
  | { readonly alike: readonly { readonly at: number; readonly id: number; readonly xml: string }[] }
  | { readonly ids: readonly number[]; readonly before: readonly number[] };
