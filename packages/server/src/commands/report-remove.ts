import { type Command, CommandError } from "./command.ts";

export const reportRemove: Command = {
  name: "report remove",
  operands: ["ID"],
  summary: "Removes a report that has been dealt with",
  async run({ operands, openStore, terminal }) {
    const [id = ""] = operands;
    const { reports } = await openStore();
    if (!(await reports.remove(id))) throw new CommandError(`there is no report ${id}`);
    terminal.out(`${id} removed`);
  },
};
