import { render } from "solid-js/web";
import { followKeyboard } from "./features/background/later/viewport.ts";
import { GuestPage } from "./features/guest/guest-page.tsx";
import { followEscape } from "./features/guest/site.ts";
import { enGuest } from "./i18n/en-guest.ts";
import { learn, speak } from "./i18n/index.ts";
import { decoded } from "./state/decoded.ts";
import { applyPreferences, preferences } from "./state/preferences.ts";
import "./styles/guest.css";

// The page behind a contact link, /@name: another one than the app, for those who have no account.
learn(enGuest);
await speak(preferences.language);
applyPreferences();
followKeyboard();
followEscape();
const root = document.getElementById("yonder");
const name = decoded(location.pathname.replace(/^\/@/, ""));
if (root) render(() => <GuestPage name={name} />, root);
