import type { Logger } from "pino";
import type { Side, TraceListener } from "../router/trace.ts";
import type { TraceStep } from "../router/trace-step.ts";
import { type Span, shareOf, spansOf } from "./message-spans.ts";

export interface ExporterOptions {
  /** Of the collector, as in OTEL_EXPORTER_OTLP_ENDPOINT: `/v1/traces` is added. */
  readonly endpoint: string;
  /** 0 to 1: how many of all messages are told of. */
  readonly ratio: number;
  readonly node: string;
  readonly version: string;
  readonly log: Logger;
}

/** Milliseconds between two posts, and what waits for the next at most; more is dropped. */
const INTERVAL = 5_000;
const MOST_SPANS = 4_096;
/** Milliseconds for the collector's answer, and for all that is left at the end. */
const ANSWER_TIME = 10_000;
const STOP_TIME = 2_000;

/** Sends the spans of some messages to a collector: OTLP over HTTP, as JSON (opentelemetry.io/docs/specs/otlp). A slow or absent collector costs spans, nothing else. */
export class SpanExporter implements TraceListener {
  readonly #options: ExporterOptions;
  readonly #url: string;
  readonly #timer: NodeJS.Timeout;
  #spans: Span[] = [];
  #dropped = 0;
  #isFailing = false;
  #post: Promise<void> | undefined;
  readonly #end = new AbortController();

  constructor(options: ExporterOptions) {
    this.#options = options;
    this.#url = options.endpoint.endsWith("/v1/traces") ? options.endpoint : `${options.endpoint}/v1/traces`;
    this.#timer = setInterval(() => void this.flush(), INTERVAL).unref();
  }

  wants(archiveId: number): boolean {
    return shareOf(archiveId) < this.#options.ratio;
  }

  onOver(archiveId: number, side: Side, steps: readonly TraceStep[]): void {
    const spans = spansOf(archiveId, side, steps);
    if (this.#spans.length + spans.length > MOST_SPANS) this.#dropped += spans.length;
    else this.#spans.push(...spans);
  }

  /** Sends what there is; one post at a time. */
  flush(): Promise<void> {
    this.#post ??= this.#send().finally(() => {
      this.#post = undefined;
    });
    return this.#post;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const timer = setTimeout(() => this.#end.abort(), STOP_TIME);
    await this.#post;
    await this.flush();
    clearTimeout(timer);
  }

  async #send(): Promise<void> {
    const spans = this.#spans;
    if (spans.length === 0) return;
    this.#spans = [];
    try {
      const response = await fetch(this.#url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(this.#payload(spans)),
        signal: AbortSignal.any([this.#end.signal, AbortSignal.timeout(ANSWER_TIME)]),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the collector answered ${response.status}`);
      this.#tell(undefined);
    } catch (error) {
      this.#dropped += spans.length;
      this.#tell(error);
    }
  }

  #payload(spans: readonly Span[]): object {
    const { node, version } = this.#options;
    const attributes = Object.entries({
      "service.name": "yonder",
      "service.instance.id": node,
      "service.version": version,
    }).map(([key, stringValue]) => ({ key, value: { stringValue } }));
    return {
      resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope: { name: "yonder", version }, spans }] }],
    };
  }

  /** Once when it begins to fail, and once when it works again. */
  #tell(error: unknown): void {
    const { log } = this.#options;
    const isFailing = error !== undefined;
    if (isFailing && !this.#isFailing)
      log.warn({ err: error, url: this.#url }, "traces are not taken by the collector");
    if (!isFailing && this.#isFailing) log.info({ dropped: this.#dropped }, "traces are taken by the collector again");
    if (!isFailing) this.#dropped = 0;
    this.#isFailing = isFailing;
  }
}
