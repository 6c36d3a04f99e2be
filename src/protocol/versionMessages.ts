import type { Scenario } from '../scenario/document/scenario.ts';
import { defineEvent } from './channel.ts';

/** The two versions of a call that a debugger can show. */
export type VersionName = 'before' | 'after';

/** One version of a call. */
export interface ScenarioVersion {
  /** Where the version comes from: "HEAD", "main", "working tree". */
  readonly label: string;
  readonly scenario: Scenario;
}

/** Two versions of a call, of which a debugger shows one. */
export interface ScenarioVersions {
  readonly before: ScenarioVersion;
  readonly after: ScenarioVersion;
  readonly shown: VersionName;
  /** The effects of the change: "55×55 → 56×56 · overlap even → uneven"; empty if that is not known. */
  readonly effects: string;
}

// webview → host

/** Tells the host that the page shows the other version, to which the edits then belong. */
export const versionShown = defineEvent<{ readonly which: VersionName }>('version-shown');
