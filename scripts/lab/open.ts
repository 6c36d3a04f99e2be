import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Frame } from 'playwright-core';
import { debuggerFrame, settled, type PageState, type SettledOptions } from './debugger-frame.ts';
import type { LookTarget } from './target.ts';
import type { Workbench } from './workbench.ts';

/** Opens what the command line names and waits for its verdict. */
export async function openTarget(workbench: Workbench, target: LookTarget): Promise<PageState> {
  if ('preset' in target) return await openPreset(workbench, target.preset);
  if ('scenario' in target) return await openScenario(workbench, target.scenario);
  if ('file' in target) return await openTensorFile(workbench, target.file);
  const files = target.compare.map((file) => ({ $file: file }));
  return await openComparison(workbench, files);
}

/** Opens a preset in a new debugger panel and waits for its verdict. @throws when there is no such preset */
export async function openPreset(workbench: Workbench, id: string): Promise<PageState> {
  // An unknown id is told in a message of VS Code's, and no debugger ever appears.
  return await opened(workbench, () => workbench.driver.run('convt.openPreset', id));
}

/**
 * Opens a scenario document in its custom editor and waits for its verdict. A path is copied into
 * the workspace together with the files beside it, which it may name; anything else is written there
 * as JSON under `name`.
 */
export async function openScenario(
  workbench: Workbench,
  scenario: string | object,
  name = 'scenario.convt.json',
): Promise<PageState> {
  const { folder, driver } = workbench;
  let file = join(folder, name);
  if (typeof scenario === 'string') {
    const path = resolve(scenario);
    if (!existsSync(path)) throw new Error(`${path} does not exist`);
    cpSync(dirname(path), folder, { recursive: true });
    file = join(folder, basename(path));
  } else {
    writeFileSync(file, `${JSON.stringify(scenario, null, 2)}\n`);
  }
  return await opened(
    workbench,
    () => driver.run('vscode.openWith', { $file: file }, 'convt.scenario'),
    // A document from elsewhere may be empty.
    { orEmpty: typeof scenario === 'string' },
  );
}

/** Opens a tensor file where it lies in the tensor viewer. */
export async function openTensorFile(workbench: Workbench, file: string): Promise<PageState> {
  const uri = { $file: resolve(file) };
  return await opened(workbench, () => workbench.driver.run('convt.openInDebugger', uri));
}

/** Compares the only tensors of two files, given as `{$file: path}`. */
export async function openComparison(
  workbench: Workbench,
  files: readonly { readonly $file: string }[],
): Promise<PageState> {
  return await opened(workbench, () =>
    workbench.driver.run('convt.compareTensors', files[0], files),
  );
}

// The debugger that was in front is still visible for a moment: it must not be taken for the new one.
async function opened(
  { page }: Workbench,
  open: () => Promise<unknown>,
  options: SettledOptions = {},
): Promise<PageState> {
  const ended = (frame: Frame): Promise<PageState> => settled(frame, options);
  const before = new Set(page.frames());
  await open();
  try {
    return await ended(await debuggerFrame(page, 30_000, before));
  } catch (error) {
    // A document that is open already comes to the front in the frame it has.
    return await debuggerFrame(page, 500).then(ended, () => Promise.reject(error as Error));
  }
}
