import { enGuest } from "./en-guest.ts";
import { enLater } from "./en-later.ts";
import { learn } from "./index.ts";

// Whatever imports this, itself loaded on use, has all texts when it is shown. Other languages come as a whole.
learn(enGuest);
learn(enLater);
