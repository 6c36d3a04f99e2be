import type { Channel } from '../../src/protocol/channel.ts';
import {
  copyTextRequest,
  openTextRequest,
  saveFileRequest,
  saveProblemRequest,
  saveTensorsRequest,
} from '../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';

/** What VS Code does for any page. */
export interface HostServices {
  /** Asks the user for a place, and writes there: the saved path, or null when nothing was written. */
  readonly saveFile: (suggestedName: string, bytes: ArrayBuffer) => Promise<string | null>;
  /** As {@link HostServices.saveFile}, of several tensors in one `.npz` file. */
  readonly saveTensors: (
    suggestedName: string,
    members: readonly (readonly [key: string, npy: ArrayBuffer])[],
  ) => Promise<string | null>;
  /** Saves a scenario with its output to check where the user says, and opens it: the path, or null when nothing was saved. */
  readonly saveProblem: (suggestedName: string, scenario: Scenario, actual: ArrayBuffer) => Promise<string | null>;
  /** Puts a text on the clipboard; false when it did not get there. */
  readonly copyText: (text: string) => Promise<boolean>;
  /** Shows a Python text in an editor of its own. */
  readonly openText: (text: string) => Promise<void>;
}

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
  };
}
