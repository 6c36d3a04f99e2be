import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import type { Frame } from 'playwright-core';
import { tensorPathOf } from '../../src/formats/common/tensorPath.ts';
import { filePathsOf } from '../../src/scenario/document/filesByPath.ts';
import { parseScenario } from '../../src/scenario/document/parseScenario.ts';
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
 * the workspace together with the files beside it that it names; anything else is written there
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
    for (const each of [basename(path), ...filesNamedIn(path)]) {
      // What lies elsewhere is found, or missed, where it is.
      if (existsSync(resolve(dirname(path), each)) && isBelow(each)) {
        cpSync(resolve(dirname(path), each), join(folder, each));
      }
    }
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

/** The tensor files that a scenario names, as it spells them; none of a text that is no scenario, which can be looked at as well. */
function filesNamedIn(path: string): readonly string[] {
  const scenario = parseScenario(readFileSync(path, 'utf8'));
  return scenario.ok ? filePathsOf(scenario.value).map((name) => tensorPathOf(name).file) : [];
}

const isBelow = (name: string): boolean => !isAbsolute(name) && !normalize(name).startsWith(`..${sep}`);

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
  return await opened(workbench, () => workbench.driver.run('convt.compareTensors', files[0], files));
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
    return await ended(await debuggerFrame(page, 60_000, before));
  } catch (error) {
    // A document that is open already comes to the front in the frame it has.
    return await debuggerFrame(page, 5000).then(ended, () => Promise.reject(error as Error));
  }
}
