import { DeleteCard } from "./delete-card.tsx";
import { ExportCard } from "./export-card.tsx";

/** Settings: what is ours, to take along or to end. */
export function DataPage() {
  return (
    <>
      <ExportCard />
      <DeleteCard />
    </>
  );
}
