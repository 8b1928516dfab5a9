import { askNodeOn, ControlError } from "../control/ask.ts";
import { type Call, CommandError } from "./command.ts";

/** Milliseconds in which a node answers, unless told. */
const ANSWER_TIME = 30_000;

/** Asks the node that runs on the configured data folder. Throws a CommandError: none does, or it does not do what it is asked. */
export async function askNode(
  { config }: Pick<Call, "config">,
  name: string,
  argument = "",
  time = ANSWER_TIME,
): Promise<string> {
  try {
    return await askNodeOn(config.dataDir, name, argument, time);
  } catch (error) {
    if (error instanceof ControlError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}
