/** The browser's and system's names as people know them, from the user agent text. */
export function describeBrowser(agent: string): { readonly browser: string; readonly system: string } {
  return { browser: firstMatch(BROWSERS, agent), system: firstMatch(SYSTEMS, agent) };
}

/** How this browser calls itself among the devices of an account. */
export function deviceName(): string {
  const { browser, system } = describeBrowser(navigator.userAgent);
  return `${browser}, ${system}`;
}

// The order matters: Edge calls itself Chrome too, and Chrome calls itself Safari.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Firefox|FxiOS/, "Firefox"],
  [/Edg/, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser/, "Samsung Internet"],
  [/Chrome|CriOS|Chromium/, "Chrome"],
  [/Safari/, "Safari"],
  [/(?:)/, "Browser"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Mac OS X/, "macOS"],
  [/Windows/, "Windows"],
  [/CrOS/, "ChromeOS"],
  [/(?:)/, "Linux"],
];

function firstMatch(table: readonly (readonly [RegExp, string])[], text: string): string {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? "";
}
