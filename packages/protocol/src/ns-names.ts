/** Namespace names of all that Yonder speaks: constants of their own, so that a page takes those alone that it needs. */

// RFC 6120, RFC 6121, RFC 7395
export const client = "jabber:client";
export const server = "jabber:server";
export const stream = "http://etherx.jabber.org/streams";
export const streams = "urn:ietf:params:xml:ns:xmpp-streams";
export const stanzas = "urn:ietf:params:xml:ns:xmpp-stanzas";
export const tls = "urn:ietf:params:xml:ns:xmpp-tls";
export const sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
export const bind = "urn:ietf:params:xml:ns:xmpp-bind";
export const session = "urn:ietf:params:xml:ns:xmpp-session";
export const framing = "urn:ietf:params:xml:ns:xmpp-framing";
export const roster = "jabber:iq:roster";
export const rosterver = "urn:xmpp:features:rosterver";
export const preApproval = "urn:xmpp:features:pre-approval";
export const xml = "http://www.w3.org/XML/1998/namespace";
export const xmlns = "http://www.w3.org/2000/xmlns/";

// Streams and authentication
export const sm = "urn:xmpp:sm:3";
export const sasl2 = "urn:xmpp:sasl:2";
export const bind2 = "urn:xmpp:bind:0";
export const fast = "urn:xmpp:fast:0";
export const clientAccess = "urn:xmpp:cam:0";
export const saslCb = "urn:xmpp:sasl-cb:0";
export const saslUpgrade = "urn:xmpp:sasl:upgrade:0";
export const scramUpgrade = "urn:xmpp:scram-upgrade:0";
export const csi = "urn:xmpp:csi:0";
export const limits = "urn:xmpp:stream-limits:0";
export const bosh = "http://jabber.org/protocol/httpbind";
export const xbosh = "urn:xmpp:xbosh";
export const register = "jabber:iq:register";
export const registerFeature = "http://jabber.org/features/iq-register";
export const preauth = "urn:xmpp:pars:0";
export const invite = "urn:xmpp:invite#invite";
export const createAccount = "urn:xmpp:invite#create-account";
export const iqAuth = "jabber:iq:auth";

// Service discovery and forms
export const discoInfo = "http://jabber.org/protocol/disco#info";
export const discoItems = "http://jabber.org/protocol/disco#items";
export const caps = "http://jabber.org/protocol/caps";
export const caps2 = "urn:xmpp:caps";
export const dataForms = "jabber:x:data";
export const validate = "http://jabber.org/protocol/xdata-validate";
export const commands = "http://jabber.org/protocol/commands";
export const rsm = "http://jabber.org/protocol/rsm";
export const contactAddresses = "http://jabber.org/network/serverinfo";
export const ping = "urn:xmpp:ping";
export const version = "jabber:iq:version";
export const time = "urn:xmpp:time";
export const last = "jabber:iq:last";

// Messages
export const delay = "urn:xmpp:delay";
export const sid = "urn:xmpp:sid:0";
export const hints = "urn:xmpp:hints";
export const carbons = "urn:xmpp:carbons:2";
export const carbonsRules = "urn:xmpp:carbons:rules:0";
export const forward = "urn:xmpp:forward:0";
export const mam = "urn:xmpp:mam:2";
export const mamExtended = "urn:xmpp:mam:2#extended";
export const receipts = "urn:xmpp:receipts";
export const chatStates = "http://jabber.org/protocol/chatstates";
export const markers = "urn:xmpp:chat-markers:0";
export const correction = "urn:xmpp:message-correct:0";
export const retraction = "urn:xmpp:message-retract:1";
export const messageModeration = "urn:xmpp:message-moderate:1";
export const reactions = "urn:xmpp:reactions:0";
export const reply = "urn:xmpp:reply:0";
export const fallback = "urn:xmpp:fallback:0";
export const attention = "urn:xmpp:attention:0";
export const oob = "jabber:x:oob";
export const fileSharing = "urn:xmpp:sfs:0";
export const fileMetadata = "urn:xmpp:file:metadata:0";
export const hashes = "urn:xmpp:hashes:2";
export const thumbnails = "urn:xmpp:thumbs:1";
export const urlData = "http://jabber.org/protocol/url-data";
export const waveform = "urn:yonder:waveform:0";
export const xhtml = "http://jabber.org/protocol/xhtml-im";
export const idle = "urn:xmpp:idle:1";
export const nick = "http://jabber.org/protocol/nick";
export const addresses = "http://jabber.org/protocol/address";
export const outcome = "urn:yonder:outcome:0";
export const way = "urn:yonder:way:0";
export const linkPreview = "urn:yonder:link-preview:0";
export const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
export const openGraph = "https://ogp.me/ns#";

// Accounts
export const blocking = "urn:xmpp:blocking";
export const blockingErrors = "urn:xmpp:blocking:errors";
export const reporting = "urn:xmpp:reporting:1";
export const privateStorage = "jabber:iq:private";
export const vcardTemp = "vcard-temp";
export const vcardUpdate = "vcard-temp:x:update";
export const vcard4 = "urn:ietf:params:xml:ns:vcard-4.0";
export const avatarData = "urn:xmpp:avatar:data";
export const avatarMetadata = "urn:xmpp:avatar:metadata";
export const bookmarks = "urn:xmpp:bookmarks:1";
export const conversations = "urn:yonder:conversations:0";
export const notificationSettings = "urn:xmpp:notification-settings:1";
export const ownDisplayed = "urn:xmpp:mds:displayed:0";
export const ownStatus = "urn:yonder:status:0";
export const push = "urn:xmpp:push:0";
export const webPush = "urn:yonder:web-push:0";
export const resumableUploads = "urn:yonder:resumable-uploads:0";
export const passkeys = "urn:yonder:passkeys:0";
export const addingDevices = "urn:yonder:adding-devices:0";

// Services
export const muc = "http://jabber.org/protocol/muc";
export const mucUser = "http://jabber.org/protocol/muc#user";
export const mucAdmin = "http://jabber.org/protocol/muc#admin";
export const mucOwner = "http://jabber.org/protocol/muc#owner";
export const mucUnique = "http://jabber.org/protocol/muc#unique";
export const directInvitation = "jabber:x:conference";
export const occupantId = "urn:xmpp:occupant-id:0";
export const pubsub = "http://jabber.org/protocol/pubsub";
export const pubsubEvent = "http://jabber.org/protocol/pubsub#event";
export const pubsubOwner = "http://jabber.org/protocol/pubsub#owner";
export const pubsubErrors = "http://jabber.org/protocol/pubsub#errors";
export const upload = "urn:xmpp:http:upload:0";
export const uploadPurpose = "urn:xmpp:http:upload:purpose:0";
export const externalServices = "urn:xmpp:extdisco:2";
export const websocketConnection = "urn:xmpp:alt-connections:websocket";
export const boshConnection = "urn:xmpp:alt-connections:xbosh";
