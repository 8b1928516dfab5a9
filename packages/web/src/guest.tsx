import { render } from "solid-js/web";
import "./i18n/later.ts";
import { GuestPage } from "./features/guest/guest-page.tsx";
import { speak } from "./i18n/index.ts";
import { applyPreferences, preferences } from "./state/preferences.ts";
import { followKeyboard } from "./state/viewport.ts";
import "./styles/guest.css";

// The page behind a contact link, /@name: another one than the app, for those who have no account.
await speak(preferences.language);
applyPreferences();
followKeyboard();
const root = document.getElementById("yonder");
const name = decodeURIComponent(location.pathname.replace(/^\/@/, ""));
if (root) render(() => <GuestPage name={name} />, root);
