import "../../people/later/reported.ts";
import "../../../i18n/later.ts";
import "./emoji.css";
import "./extras.css";
import "../../previews/later/previews.css";

export { TickTip } from "../../chat/later/tick-tip.tsx";
export { LinkCard } from "../../previews/later/link-card.tsx";
export { LinkOffer } from "../../previews/later/link-offer.tsx";
export { takeLink } from "../../previews/later/offers.ts";
export { AboutBar } from "./about-bar.tsx";
export { EmojiButton } from "./emoji-button.tsx";
export { MessageTools } from "./message-tools.tsx";
export { MovedNote } from "./moved-note.tsx";
export { isPicked } from "./picked.ts";
export { Quote } from "./quote.tsx";
export { Reactions } from "./reactions.tsx";
