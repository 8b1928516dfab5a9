import { type Element, NS, parseDiscoInfo, parseDiscoItems, webUrl, xml } from "@yonder/protocol";
import { domainOf } from "../../address.ts";
import type { Context } from "../../context.ts";
import { StanzaFailure } from "../../requests.ts";
import type { Slot } from "../types.ts";

/** Where files are put (XEP-0363 §3). */
interface Service {
  readonly address: string;
  /** Bytes. */
  readonly limit: number;
  /** What breaks off there can be gone on with. */
  readonly isResumable: boolean;
}

/** Services that are asked at most: a server may name many. */
const MAX_ASKED = 30;
/** XEP-0363 §5: whatever else a service wants is not sent. */
const HEADERS = ["authorization", "cookie", "expires"];

/** The places that our server gives for files. */
export class Slots {
  readonly #context: Context;
  #service: Promise<Service | undefined> | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** It may be another server, or have changed. */
  forget(): void {
    this.#service = undefined;
  }

  /** Bytes of the largest file; 0 without a service. @throws ConnectionLost */
  async limit(): Promise<number> {
    return (await this.#find())?.limit ?? 0;
  }

  /** @throws StanzaFailure, ConnectionLost */
  async ask(name: string, size: number, type: string | undefined): Promise<Slot> {
    const service = await this.#find();
    if (!service) throw new StanzaFailure("service-unavailable");
    const request = xml("request", NS.upload, { filename: name, size: String(size), "content-type": type });
    const slot = (await this.#context.request("get", request, service.address)).child("slot", NS.upload);
    const [put, get] = [slot?.child("put"), slot?.child("get")];
    const [to, from] = [webUrl(put?.attr("url")), webUrl(get?.attr("url"))];
    if (!put || !to || !from) throw new StanzaFailure("service-unavailable");
    return { put: to, get: from, headers: headersIn(put), isResumable: service.isResumable };
  }

  async #find(): Promise<Service | undefined> {
    this.#service ??= this.#discover();
    try {
      return await this.#service;
    } catch (cause) {
      this.#service = undefined;
      throw cause;
    }
  }

  async #discover(): Promise<Service | undefined> {
    const domain = domainOf(this.#context.address);
    const result = await this.#context.request("get", xml("query", NS.discoItems), domain);
    const items = result.child("query", NS.discoItems);
    const addresses = items ? parseDiscoItems(items).map(({ jid }) => jid) : [];
    const asked = [domain, ...addresses.slice(0, MAX_ASKED)].map((address) => this.#ask(address));
    return (await Promise.all(asked)).find((service) => service !== undefined);
  }

  async #ask(address: string): Promise<Service | undefined> {
    try {
      const result = await this.#context.request("get", xml("query", NS.discoInfo), address);
      const query = result.child("query", NS.discoInfo);
      return query && serviceIn(address, query);
    } catch (cause) {
      // One that does not answer is not the one.
      if (cause instanceof StanzaFailure) return undefined;
      throw cause;
    }
  }
}

function serviceIn(address: string, query: Element): Service | undefined {
  const { features, forms = [] } = parseDiscoInfo(query);
  if (!features.includes(NS.upload)) return undefined;
  const fields = forms.find(({ formType }) => formType === NS.upload)?.fields ?? [];
  const most = Number(fields.find(({ name }) => name === "max-file-size")?.values[0]);
  return {
    address,
    limit: most > 0 ? most : Number.POSITIVE_INFINITY,
    isResumable: features.includes(NS.resumableUploads),
  };
}

function headersIn(put: Element): Record<string, string> {
  const found = put.elements().flatMap((e): [string, string][] => {
    const name = e.attr("name")?.toLowerCase() ?? "";
    return e.is("header") && HEADERS.includes(name) ? [[name, e.text.replace(/[\r\n]/g, "")]] : [];
  });
  return Object.fromEntries(found);
}
