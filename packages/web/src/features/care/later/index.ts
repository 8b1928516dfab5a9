import "./care.css";

export { ArchiveRow } from "./archive-row.tsx";
export { MoreButton } from "./more-button.tsx";
export { RowTools } from "./row-tools.tsx";
