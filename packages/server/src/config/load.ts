import { resolve } from "node:path";
import { type Config, type ConfigValues, completeConfig } from "./config.ts";
import { ConfigError } from "./config-error.ts";
import { assertConsistent } from "./consistency.ts";
import { onOff, path } from "./kinds.ts";
import { limitKeys } from "./limit-keys.ts";
import { type AnyKey, topKeys } from "./schema.ts";
import { environmentSettings, fileSettings, type Setting, type Sources } from "./settings.ts";
import { didYouMean } from "./suggestion.ts";

type Place = "top" | "limits" | "features";
interface Target {
  readonly place: Place;
  readonly property: string;
  readonly kind: AnyKey["kind"];
}

/**
 * Reads the file and the environment, which wins, and completes them with defaults.
 * @throws ConfigError one line that names the key or variable and says what is wrong with it
 */
export function loadConfig(sources: Sources, featureNames: readonly string[]): Config {
  const targets = targetsByKey(featureNames);
  const values: Record<Place, Record<string, unknown>> = { top: {}, limits: {}, features: {} };
  for (const setting of [...fileSettings(sources), ...environmentSettings(sources, [...targets.keys()])]) {
    const { place, property, kind } = targets.get(setting.key) ?? refuse(setting, targets);
    values[place][property] = read(setting, kind);
  }
  const config = completeConfig({ ...values.top, limits: values.limits, features: values.features } as ConfigValues);
  assertConsistent(config);
  return Object.freeze({ ...config, dataDir: resolve(sources.cwd, config.dataDir) });
}

function targetsByKey(featureNames: readonly string[]): ReadonlyMap<string, Target> {
  const known = (place: Place, keys: Readonly<Record<string, AnyKey>>): [string, Target][] =>
    Object.entries(keys).map(([property, { key, kind }]) => [key, { place, property, kind }]);
  const features = featureNames.map((name): [string, Target] => [
    `features.${name}`,
    { place: "features", property: name, kind: onOff },
  ]);
  return new Map([...known("top", topKeys), ...known("limits", limitKeys), ...features]);
}

function read(setting: Setting, kind: AnyKey["kind"]): unknown {
  try {
    const value = kind.read(setting.value);
    return kind === path ? resolve(setting.folder, String(value)) : value;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ConfigError(`${setting.label} ${error.message}`, { cause: error });
  }
}

function refuse(setting: Setting, targets: ReadonlyMap<string, Target>): never {
  throw new ConfigError(`${setting.label} is not a known setting${didYouMean(setting.key, [...targets.keys()])}`);
}
