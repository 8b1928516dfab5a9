import packageJson from "../package.json" with { type: "json" };

/** Of the server, as released. */
export const version: string = packageJson.version;
