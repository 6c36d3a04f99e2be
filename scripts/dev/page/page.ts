/**
 * The program of `/page`: one page of the product in a plain browser, with the extension's own code as its host. The address
 * selects the page:
 *   /page?preset=strided&theme=light&tab=diagnose     also view=debugger&scenario=PATH
 *   /page?view=file&file=PATH&key=KEY
 *   /page?view=compare&a=PATH&b=PATH                  all tensors; PATH#KEY for one of them
 *   /page?before=PATH&after=PATH                      two versions of a call, documents without files
 *   /page?state=refused                               a named state, see states.ts
 * A PATH is absolute or relative to the repository. `memoryCap` is the setting in megabytes. `hold=NAME` makes reading a
 * file never end, and `readonly=NAME` makes a file read-only (see faults.ts). `hints` shows the hints of the first steps.
 */
import manifest from '../../../package.json' with { type: 'json' };
import { activate } from '../../../src/extension/main.ts';
import { tensorOf } from '../../../src/engine/core/tensor.ts';
import { tensorPathOf } from '../../../src/formats/common/tensorPath.ts';
import { writeNpy } from '../../../src/formats/npy/writeNpy.ts';
import { parseDocument } from '../../../src/scenario/document/parseDocument.ts';
import { serializeScenario } from '../../../src/scenario/document/serializeScenario.ts';
import { presets } from '../../../src/scenario/presets/presets.ts';
import { type DevConfig, readConfig } from './devServer.ts';
import { takeFiles } from './dialogs.ts';
import { setFaults } from './faults.ts';
import { startLiveReload } from './liveReload.ts';
import type { PageMessage } from './pageMessage.ts';
import { type State, stateGroups } from './states.ts';
import { applyTheme, themeNamed } from './theme.ts';
import { setSetting } from './vscode/configuration.ts';
import { commands } from './vscode/commands.ts';
import { openTextDocument } from './vscode/documents.ts';
import { pageScheme, putPageFile } from './vscode/fileSystem.ts';
import { extensionUri, setWorkspaceFolder } from './vscode/index.ts';
import { Uri } from './vscode/uri.ts';
import * as vscodeWindow from './vscode/window.ts';

void start();

async function start(): Promise<void> {
  const state = namedState(new URLSearchParams(location.search).get('state'));
  const query = new URLSearchParams({ ...state?.query, ...Object.fromEntries(new URLSearchParams(location.search)) });
  setTheme(query.get('theme'));
  setFaults(query);
  const memoryCap = query.get('memoryCap');
  if (memoryCap !== null) setSetting('convt.memoryCap', Number(memoryCap));
  window.addEventListener('message', ({ data }: MessageEvent<PageMessage>) => void receive(data));
  const config = await readConfig();
  setWorkspaceFolder(Uri.file(config.workspace));
  activate(extensionContext(query));
  void startLiveReload();
  if (state !== null) putStateFiles(state);
  if (await vscodeWindow.restorePanels()) return;
  await open(query, state, config);
}

function namedState(id: string | null): State | null {
  if (id === null) return null;
  const states = stateGroups(presets).flatMap((group) => group.states);
  const state = states.find((each) => each.id === id);
  if (state === undefined) throw new Error(`There is no state ${JSON.stringify(id)}.`);
  return state;
}

/** Puts a state's scenario document and its tensors into the page's memory. */
function putStateFiles({ id, scenario, tensors = {} }: State): void {
  if (scenario !== undefined) putPageFile(`/${id}.convt.json`, new TextEncoder().encode(scenario));
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    putPageFile(`/${name}`, writeNpy(tensorOf('float32', shape, values)));
  }
}

/** Opens the page that the address selects, with the commands of the extension. */
async function open(query: URLSearchParams, state: State | null, { root }: DevConfig): Promise<void> {
  const first = Object.fromEntries(['tab', 'key', 'program'].map((name) => [name, query.get(name)]));
  if (Object.values(first).some((value) => value !== null)) vscodeWindow.setFirstState(JSON.stringify(first));
  const uriOf = (path: string): Uri => Uri.file(/^(\/|[a-z]:)/i.test(path) ? path : `${root}/${path}`);
  switch (query.get('view') ?? 'debugger') {
    case 'file':
      await commands.executeCommand('convt.openInDebugger', uriOf(query.get('file') ?? ''));
      return;
    case 'compare':
      await openComparison(uriOf, query.get('a') ?? '', query.get('b') ?? '');
      return;
    case 'debugger': {
      const [before, after] = [query.get('before'), query.get('after')];
      if (before !== null && after !== null) {
        await openVersions(uriOf(before), uriOf(after));
        return;
      }
      const scenario = query.get('scenario');
      if (state?.scenario !== undefined) {
        await commands.executeCommand(
          'convt.openScenario',
          Uri.from({ scheme: pageScheme, path: `/${state.id}.convt.json` }),
        );
      } else if (scenario !== null) {
        await commands.executeCommand('convt.openScenario', uriOf(scenario));
      } else await commands.executeCommand('convt.openPreset', query.get('preset') ?? presets[0].id);
      const probe = query.get('probe');
      if (probe !== null) await commands.executeCommand('convt.openProbeResult', uriOf(probe));
      return;
    }
    default:
      throw new Error('view must be debugger, file or compare.');
  }
}

/** Opens two versions of a call by restoring their state, as VS Code does after a reload. */
async function openVersions(before: Uri, after: Uri): Promise<void> {
  const version = async (uri: Uri, label: string) => {
    const text = (await openTextDocument(uri)).getText();
    const scenario = parseDocument(text);
    if (!scenario.ok) throw new Error(scenario.refusal.message);
    return { label, scenario: serializeScenario(scenario.value) };
  };
  const versions = {
    before: await version(before, 'HEAD'),
    after: await version(after, 'working tree'),
    shown: 'after',
    effects: '55×55 → 56×56 · overlap even → uneven',
  };
  await vscodeWindow.deserialize('convt.debugger', 'ConvTranspose2d', JSON.stringify({ versions }));
}

/**
 * Opens a comparison by restoring its state, as VS Code does after a reload. The command would ask which tensors to
 * compare.
 */
async function openComparison(uriOf: (path: string) => Uri, a: string, b: string): Promise<void> {
  const side = (path: string): { readonly uri: string; readonly key: string | null } => {
    const { file, key } = tensorPathOf(path);
    return { uri: uriOf(file).toString(), key };
  };
  const state = JSON.stringify({ a: side(a), b: side(b) });
  await vscodeWindow.deserialize('convt.compare', 'Compare Tensors', state);
}

async function receive(message: PageMessage): Promise<void> {
  // Extensions of the browser may post messages, too.
  if (typeof message !== 'object' || !('kind' in message)) return;
  switch (message.kind) {
    case 'theme':
      setTheme(message.theme);
      return;
    case 'open':
      await openFiles(message.files);
      return;
    default:
      // A message of an unknown kind is not from this project.
      return message satisfies never;
  }
}

/**
 * Opens the first scenario document among the user's files or, if there is none, the first file. All files are in one
 * folder, so a document finds its tensors.
 */
async function openFiles(files: readonly File[]): Promise<void> {
  const uris = await takeFiles(files);
  const uri = uris.find(({ path }) => path.endsWith('.convt.json')) ?? uris[0];
  if (uri !== undefined) await commands.executeCommand('convt.openInDebugger', uri);
}

function setTheme(name: string | null): void {
  const theme = themeNamed(name);
  applyTheme(document, theme);
  // Written into the address, so that the theme stays after a reload.
  const address = new URL(location.href);
  address.searchParams.set('theme', theme);
  history.replaceState(null, '', address);
  vscodeWindow.setTheme(theme);
}

/**
 * Returns the parts of the context that the extension uses: its id, the address of its files, and its states. The hints
 * of the first steps were dismissed, unless the query has `hints`.
 */
function extensionContext(query: URLSearchParams): Parameters<typeof activate>[0] {
  const context = {
    extension: { id: `${manifest.publisher}.${manifest.name}`, packageJSON: manifest },
    extensionUri,
    subscriptions: [],
    workspaceState: memento({}),
    globalState: memento({ coachDismissed: !query.has('hints') }),
  };
  // The extension uses no other part.
  return context as unknown as Parameters<typeof activate>[0];
}

/** Returns a state that lasts until the page is reloaded. */
function memento(initial: Readonly<Record<string, unknown>>) {
  const remembered = new Map(Object.entries(initial));
  return {
    keys: () => [...remembered.keys()],
    get: (name: string) => remembered.get(name),
    update: (name: string, value: unknown) => Promise.resolve(void remembered.set(name, value)),
  };
}
