/** Binds an authentication to the TLS channel it runs in (RFC 5929, RFC 9266). */
export interface ChannelBinding {
  readonly type: string;
  readonly data: Uint8Array;
}
