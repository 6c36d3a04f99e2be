import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import type { Frame } from 'playwright-core';
import { tensorPathOf } from '../../src/formats/common/tensorPath.ts';
import { filePathsOf } from '../../src/scenario/document/filesByPath.ts';
import { parseDocument } from '../../src/scenario/document/parseDocument.ts';
import { debuggerFrame, settled, type PageState, type SettledOptions } from './debugger-frame.ts';
import type { LookTarget } from './target.ts';
import type { Workbench } from './workbench.ts';

/** Opens the target that the command line names and waits for its verdict. */
export async function openTarget(workbench: Workbench, target: LookTarget): Promise<PageState> {
  if ('preset' in target) return await openPreset(workbench, target.preset);
  if ('scenario' in target) return await openScenario(workbench, target.scenario);
  if ('file' in target) return await openTensorFile(workbench, target.file);
  const files = target.compare.map((file) => ({ $file: file }));
  return await openComparison(workbench, files);
}

/**
 * Opens a preset in a new debugger panel and waits for its verdict.
 * @throws if there is no preset with this id
 */
export async function openPreset(workbench: Workbench, id: string): Promise<PageState> {
  // If the id is unknown, VS Code shows an error message and no debugger opens.
  return await opened(workbench, () => workbench.driver.run('convt.openPreset', id));
}

/**
 * Opens a scenario document in the debugger and waits for its verdict. If `scenario` is a path, the document and the
 * tensor files beside it that it names are copied into the workspace. Otherwise `scenario` is written there as JSON, in
 * a file called `name`.
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
      // Files outside the document's folder are not copied.
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
    // A document of the user may be empty.
    { orEmpty: typeof scenario === 'string' },
  );
}

/**
 * Returns the paths of the tensor files that a document names, as written there. Returns none if the document is not a
 * scenario.
 */
function filesNamedIn(path: string): readonly string[] {
  const scenario = parseDocument(readFileSync(path, 'utf8'));
  return scenario.ok ? filePathsOf(scenario.value).map((name) => tensorPathOf(name).file) : [];
}

const isBelow = (name: string): boolean => !isAbsolute(name) && !normalize(name).startsWith(`..${sep}`);

/** Opens a tensor file in the tensor viewer. The file is not copied. */
export async function openTensorFile(workbench: Workbench, file: string): Promise<PageState> {
  const uri = { $file: resolve(file) };
  return await opened(workbench, () => workbench.driver.run('convt.openInDebugger', uri));
}

/** Compares two tensor files with one tensor each, given as `{$file: path}`. */
export async function openComparison(
  workbench: Workbench,
  files: readonly { readonly $file: string }[],
): Promise<PageState> {
  return await opened(workbench, () => workbench.driver.run('convt.compareTensors', files[0], files));
}

/**
 * Calls `open` and waits for the verdict of the debugger that it opens. At first ignores frames that existed before,
 * because the previous debugger stays visible for a moment.
 */
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
    // If the document was open already, its existing frame comes to the front.
    return await debuggerFrame(page, 5000).then(ended, () => Promise.reject(error as Error));
  }
}
