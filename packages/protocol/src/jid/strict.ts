import { strictPreparation } from "./precis.ts";
import { installPreparation } from "./preparation.ts";

// Imported for its effect: from here on, addresses are prepared with the whole of PRECIS
installPreparation(strictPreparation);
