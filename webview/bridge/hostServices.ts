import type { Channel } from '../../src/protocol/channel.ts';
import {
  copyTextRequest,
  openDocsRequest,
  openTextRequest,
  saveFileRequest,
  saveProblemRequest,
  saveTensorsRequest,
} from '../../src/protocol/hostMessages.ts';
import type { DocsPlace } from '../../src/scenario/text/explainedTerms.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';

/** Services of the extension host that every page uses. */
export interface HostServices {
  /** Asks the user for a path and writes the bytes there. Returns the path, or null if nothing was written. */
  readonly saveFile: (suggestedName: string, bytes: ArrayBuffer) => Promise<string | null>;
  /** Does the same as {@link HostServices.saveFile} for several tensors in one `.npz` file. */
  readonly saveTensors: (
    suggestedName: string,
    members: readonly (readonly [key: string, npy: ArrayBuffer])[],
  ) => Promise<string | null>;
  /**
   * Asks the user for a path, saves a scenario with its output to check there, and opens the scenario.
   * Returns the path, or null if nothing was saved.
   */
  readonly saveProblem: (suggestedName: string, scenario: Scenario, actual: ArrayBuffer) => Promise<string | null>;
  /** Copies a text to the clipboard. Returns false if that failed. */
  readonly copyText: (text: string) => Promise<boolean>;
  /** Opens a Python text in a new editor. */
  readonly openText: (text: string) => Promise<void>;
  /** Opens a section of the documentation. */
  readonly openDocs: (place: DocsPlace) => void;
}

/** Returns the services that are reached through a channel to the extension host. */
export function createHostServices(host: Channel): HostServices {
  return {
    saveFile: async (suggestedName, bytes) => {
      const reply = await host.call(saveFileRequest, { suggestedName, bytes }).reply;
      return reply.ok ? reply.value : null;
    },
    saveTensors: async (suggestedName, members) => {
      const transfer = members.map(([, npy]) => npy);
      const reply = await host.call(saveTensorsRequest, { suggestedName, members }, { transfer }).reply;
      return reply.ok ? reply.value : null;
    },
    saveProblem: async (suggestedName, scenario, actual) => {
      const reply = await host.call(saveProblemRequest, { suggestedName, scenario, actual }).reply;
      return reply.ok ? reply.value : null;
    },
    copyText: async (text) => (await host.call(copyTextRequest, { text }).reply).ok,
    openText: async (text) => {
      await host.call(openTextRequest, { text, language: 'python' }).reply;
    },
    openDocs: (place) => void host.call(openDocsRequest, place),
  };
}
