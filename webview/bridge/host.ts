import type { Result } from '../../src/engine/core/refusal.ts';
import { Channel } from '../../src/protocol/channel.ts';
import {
  copyTextRequest,
  openTextRequest,
  readFileRequest,
  saveFileRequest,
  saveProblemRequest,
  saveTensorsRequest,
} from '../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { refuse } from '../../src/engine/core/refusal.ts';
import { hostPort } from './vscode.ts';

/** The extension's end of the page. */
export const host = new Channel(hostPort);

/** Asks where to, and writes there: the saved path, or null when nothing was written. */
export async function saveFile(suggestedName: string, bytes: ArrayBuffer): Promise<string | null> {
  const reply = await host.call(saveFileRequest, { suggestedName, bytes }).reply;
  return reply.ok ? reply.value : null;
}

/** As {@link saveFile}, of several tensors in one `.npz` file. */
export async function saveTensors(
  suggestedName: string,
  members: readonly (readonly [key: string, npy: ArrayBuffer])[],
): Promise<string | null> {
  const transfer = members.map(([, npy]) => npy);
  const reply = await host.call(saveTensorsRequest, { suggestedName, members }, { transfer }).reply;
  return reply.ok ? reply.value : null;
}

/** Saves a scenario with its output to check where the user says, and opens it: the path, or null when nothing was saved. */
export async function saveProblem(
  suggestedName: string,
  scenario: Scenario,
  actual: ArrayBuffer,
): Promise<string | null> {
  const reply = await host.call(saveProblemRequest, { suggestedName, scenario, actual }).reply;
  return reply.ok ? reply.value : null;
}

/** Puts a text on the clipboard; false when it did not get there. */
export async function copyText(text: string): Promise<boolean> {
  return (await host.call(copyTextRequest, { text }).reply).ok;
}

/** Shows a Python text in an editor of its own. */
export async function openText(text: string): Promise<void> {
  await host.call(openTextRequest, { text, language: 'python' }).reply;
}

/** The bytes of a file that the scenario names. */
export async function readFile(path: string): Promise<Result<ArrayBuffer>> {
  const reply = await host.call(readFileRequest, { path }).reply;
  return reply.ok ? reply.value : refuse('file', `${path} could not be read: ${reply.error}`);
}
