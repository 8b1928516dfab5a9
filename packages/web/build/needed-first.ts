const LATER = [
  /lean-qr/,
  /client\/src\/(?:bosh|contact-link|registration|groups\/(?!door))/,
  /xep\/(?:data-form|disco|file-description|reaction-emoji)|sasl\/(?:scram|password|downgrade)/,
  /i18n\/(?:de|zh|ar|en-later|en-guest|later)\./,
  /features\/(?:groups|guest|first-run|invite|settings|contacts)\//,
  /styles\/(?:details|groups|pass-on|settings|steps)\./,
  /(?:request-dialog|empty-list|welcome)\.|\/travel|\/(?:qr-code|invite-link|segments|dialog)\./,
  /web\/src\/guest/,
  /src\/worker\//,
  // Whatever lies in a folder of this name: `features/files/later/…`, `client/src/rooms/later/…`.
  /\/later\//,
];

/** What the first usable chat needs goes into one file; the rest is loaded when it is used. */
export function isNeededFirst(id: string): boolean {
  return !LATER.some((pattern) => pattern.test(id));
}
