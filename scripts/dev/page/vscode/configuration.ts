import { EventEmitter } from './events.ts';

export interface ConfigurationChange {
  affectsConfiguration(section: string): boolean;
}

const settings = new Map<string, unknown>();
const changed = new EventEmitter<ConfigurationChange>();

export const onDidChangeConfiguration = changed.event;

/**
 * Returns the settings of a section that have been set. For the others, the extension falls back to its own defaults.
 */
export function getConfiguration(section: string) {
  return {
    get: (name: string): unknown => settings.get(`${section}.${name}`),
  };
}

/** Changes a setting, named in full, as the user would in VS Code. */
export function setSetting(name: string, value: unknown): void {
  settings.set(name, value);
  changed.fire({ affectsConfiguration: (section) => name === section || name.startsWith(`${section}.`) });
}
