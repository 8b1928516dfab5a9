import { Socket } from "node:net";
import { Client, type CustomTypesConfig, DatabaseError, type QueryResultRow, types } from "pg";
import { StoreError } from "../store-error.ts";
import type { Timers } from "../timers.ts";
import { ConnectionLost, endsConnection, toPassingError } from "./errors.ts";

export interface ConnectionOptions {
  /** postgres://… */
  readonly url: string;
  readonly timers: Timers;
  /** Statements that take longer are ended; undefined: as long as they take. */
  readonly statementMs?: number | undefined;
}

/** How statements are told from each other; kept by PostgreSQL once they were run, since parsing costs more than running. */
const maxPrepared = 200;
const maxPreparedLength = 4_000;
const connectMs = 2_000;
const keepAliveMs = 1_000;

/** One connection to PostgreSQL, one statement at a time. Whatever breaks it, or takes too long, ends it for good. */
export class Connection {
  readonly #client: Client;
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #prepared = new Map<string, string>();
  #isOpen = true;

  private constructor(client: Client, socket: Socket, options: ConnectionOptions) {
    this.#client = client;
    this.#socket = socket;
    this.#options = options;
    client.on("error", () => this.destroy());
    client.on("end", () => this.destroy());
  }

  /** Rejects with StoreError "unavailable" when it cannot be made within two seconds. */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const socket = new Socket();
    const client = new Client({
      stream: () => socket,
      connectionString: options.url,
      application_name: "yonder",
      connectionTimeoutMillis: connectMs,
      keepAlive: true,
      keepAliveInitialDelayMillis: keepAliveMs,
      types: numbersAndBytes,
      ...(options.statementMs !== undefined && serverSettings(options.statementMs)),
    });
    const connection = new Connection(client, socket, options);
    try {
      await client.connect();
      return connection;
    } catch (error) {
      connection.destroy();
      if (error instanceof DatabaseError) throw toPassingError(error);
      throw new StoreError("unavailable", `PostgreSQL is out of reach (${messageOf(error)}).`, { cause: error });
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Rows as objects. Rejects with a DatabaseError or with ConnectionLost. */
  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.run<Row>(text, values)).rows;
  }

  /** As query(), with what else was told of it. */
  async run<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []) {
    if (!this.#isOpen) throw new ConnectionLost("The connection is closed.");
    const cancel = this.#limit();
    try {
      const name = this.#nameOf(text, values);
      return await this.#client.query<Row>({ text, values: [...values], ...(name !== undefined && { name }) });
    } catch (error) {
      throw this.#explained(error);
    } finally {
      cancel();
    }
  }

  /** At once: what is under way is rejected. */
  destroy(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#socket.destroy();
  }

  /** In order. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    const cancel = this.#options.timers.after(connectMs, () => this.destroy());
    await this.#client.end().catch(() => this.destroy());
    cancel();
    this.#isOpen = false;
  }

  /** Longer than PostgreSQL's own limit: it is out of reach, or stands still. */
  #limit(): () => void {
    const { statementMs, timers } = this.#options;
    return statementMs === undefined ? () => undefined : timers.after(statementMs, () => this.destroy());
  }

  #nameOf(text: string, values: readonly unknown[]): string | undefined {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    const isPrepared = values.length > 0 && text.length <= maxPreparedLength && this.#prepared.size < maxPrepared;
    if (!isPrepared) return undefined;
    const name = `yonder-${this.#prepared.size}`;
    this.#prepared.set(text, name);
    return name;
  }

  #explained(error: unknown): unknown {
    const isAnswer = error instanceof DatabaseError && !endsConnection(error);
    if (isAnswer || error instanceof TypeError) return error;
    this.destroy();
    return new ConnectionLost(messageOf(error), { cause: error });
  }
}

/** PostgreSQL ends the work itself a little earlier than we end the connection: then the outcome is known. */
function serverSettings(statementMs: number) {
  const limit = Math.ceil(statementMs * 0.8);
  return { statement_timeout: limit, idle_in_transaction_session_timeout: limit, options: byKey };
}

/** Every row is found by a key: a plan made while a table was small must not be to go through all of it. */
const byKey = "-c enable_seqscan=off";

const int8 = 20;
const bytea = 17;

/** Numbers up to 2^53 as numbers, bytes as arrays of their own. */
const numbersAndBytes: CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === int8) return Number;
    const parse = types.getTypeParser(oid, format ?? "text");
    return oid === bytea ? (text: string) => Uint8Array.from(parse(text)) : parse;
  },
};

function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(", "); // of each address that the name has
  return error instanceof Error ? error.message : String(error);
}
