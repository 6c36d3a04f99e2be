import * as vscode from 'vscode';
import { tensorOf } from '../../src/engine/core/tensor.ts';
import { tensorExtensions } from '../../src/formats/common/tensorExtensions.ts';
import { writeNpy } from '../../src/formats/npy/writeNpy.ts';
import { Coach } from '../../src/extension/debugger/coach.ts';
import { Debuggers } from '../../src/extension/debugger/debuggers.ts';
import { LastScenario } from '../../src/extension/debugger/lastScenario.ts';
import { openTensorFileAt } from '../../src/extension/files/openTensorFileAt.ts';
import { Panels } from '../../src/extension/debugger/panels.ts';
import { fileSourceFrom } from '../../src/extension/files/fileSourceFrom.ts';
import { readEntryAsNpy } from '../../src/extension/files/readEntry.ts';
import { TensorUses } from '../../src/extension/tensorFile/tensorUses.ts';
import { WatchedFile } from '../../src/extension/files/watchedFile.ts';
import { findEntry } from '../../src/formats/common/tensorPath.ts';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { closeEverything, extension, refusal, value } from './convt.ts';
import { fixture, remove, scratchFolder } from './fixtures.ts';
import { MemoryFileSystem } from './memoryFileSystem.ts';

const { fs } = vscode.workspace;

interface Manifest {
  readonly contributes: {
    readonly customEditors: readonly {
      readonly viewType: string;
      readonly priority: string;
      readonly selector: readonly { readonly filenamePattern: string }[];
    }[];
  };
}

/** Returns the tabs of a custom editor or a panel. */
function tabsOf(viewType: string): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputWebview) &&
        input.viewType.endsWith(viewType),
    );
}

describe('a tensor file', () => {
  let folder: vscode.Uri;
  before(async () => {
    folder = await scratchFolder();
  });
  after(() => remove(folder));
  afterEach(closeEverything);

  const write = async (name: string, shape: readonly number[], first = 0): Promise<vscode.Uri> => {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Array.from({ length: count }, (_, i) => first + i);
    const uri = vscode.Uri.joinPath(folder, name);
    await fs.writeFile(uri, writeNpy(tensorOf('float32', shape, values)));
    return uri;
  };
  const uses = (): { readonly debuggers: Debuggers; readonly uses: TensorUses } => {
    const memento = { keys: () => [], get: () => undefined, update: () => Promise.resolve() };
    const debuggers = new Debuggers();
    const { extensionUri } = extension();
    const panels = new Panels(extensionUri, debuggers, new LastScenario(memento), new Coach(memento));
    return { debuggers, uses: new TensorUses(debuggers, panels) };
  };

  it('opens in the viewer at a click, or as an option if other programs use its extension, too', () => {
    const { contributes } = extension().packageJSON as Manifest;
    const extensionsOf = (viewType: string, priority: string): string[] => {
      const editor = contributes.customEditors.find((each) => each.viewType === viewType);
      assert(editor !== undefined, `no editor ${viewType}`);
      assertEqual(editor.priority, priority);
      return editor.selector.map(({ filenamePattern }) => filenamePattern);
    };
    const clicked = extensionsOf('convt.tensorFile', 'default');
    const offered = extensionsOf('convt.tensorFileOption', 'option');
    assertEqual(offered, ['*.onnx', '*.bin', '*.index.json', '*.metadata', '*.pb']);
    assertEqual([...clicked, ...offered].sort(), tensorExtensions.map((each) => `*.${each}`).sort());
  });

  for (const [name, viewType] of [
    ['clicked.npy', 'convt.tensorFile'],
    ['model.onnx', 'convt.tensorFileOption'],
  ] as const) {
    it(`opens in the editor of its extension by the command: ${name}`, async () => {
      const uri = await write(name, [2, 3]);
      await vscode.commands.executeCommand('convt.openInDebugger', uri);
      await eventually(() => {
        const [tab] = vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .filter(({ input }) => input instanceof vscode.TabInputCustom);
        assert(tab?.input instanceof vscode.TabInputCustom, 'not a custom editor');
        assertEqual(tab.input.viewType, viewType);
      }, 'the viewer');
    });
  }

  it('opens in the viewer by the command', async () => {
    const uri = await write('seen.npy', [2, 3]);
    await vscode.commands.executeCommand('convt.openInDebugger', uri);
    await eventually(() => {
      const [tab, ...others] = tabsOf('convt.tensorFile');
      assertEqual(others.length, 0, 'further viewers');
      assert(tab?.input instanceof vscode.TabInputCustom, 'not a custom editor');
      assertEqual(tab.input.uri.toString(), uri.toString());
      assertEqual(tab.isDirty, false, 'dirty');
    }, 'the viewer');
  });

  it('is compared with another one by the command, given both as the explorer passes them', async () => {
    const a = await write('a.npy', [2, 3]);
    const b = await write('b.npy', [2, 3]);
    await vscode.commands.executeCommand('convt.compareTensors', a, [a, b]);
    const labels = (): string[] => tabsOf('convt.compare').map(({ label }) => label);
    await eventually(() => assertEqual(labels(), ['a.npy ↔ b.npy'], 'comparisons'), 'the comparison');
    // The comparison is active, and there is no debugger to step.
    await vscode.commands.executeCommand('convt.nextMismatch');
  });

  it('opens as a comparison where VS Code opens a diff, in place of the comparison before in a preview tab', async () => {
    const labels = (): string[] => tabsOf('convt.compare').map(({ label }) => label);
    const [a, b, c] = [await write('a.npy', [2, 3]), await write('b.npy', [2, 3]), await write('c.npy', [4])];
    await vscode.commands.executeCommand('vscode.diff', a, b, 'changed');
    await eventually(() => assertEqual(labels(), ['a.npy ↔ b.npy'], 'comparisons'), 'the comparison');
    await vscode.commands.executeCommand('vscode.diff', a, c);
    await eventually(() => {
      assertEqual(labels(), ['a.npy ↔ c.npy'], 'comparisons');
      assertEqual(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 1, 'tabs');
    }, 'the next comparison');
    await vscode.commands.executeCommand('vscode.diff', a, b, 'kept', { preview: false });
    await eventually(
      () => assertEqual(labels(), ['a.npy ↔ c.npy', 'a.npy ↔ b.npy'], 'comparisons'),
      'both comparisons',
    );
  });

  it('stays in two viewers where VS Code opens a diff, if the user wants so or one of them is none', async () => {
    const settings = vscode.workspace.getConfiguration('convt');
    const diffs = (): vscode.Tab[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input === undefined);
    const [a, b] = [await write('a.npy', [2, 3]), await write('b.npy', [2, 3])];
    await settings.update('diffTensorFiles', 'viewers', vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand('vscode.diff', a, b);
      await eventually(() => assertEqual(diffs().length, 1, 'diffs'), 'the diff');
      // The command compares the files of the diff editor in front.
      await vscode.commands.executeCommand('convt.compareTensors');
      await eventually(() => assertEqual(tabsOf('convt.compare').length, 1, 'comparisons'), 'the comparison');
      assertEqual(diffs().length, 1, 'diffs');
    } finally {
      await settings.update('diffTensorFiles', undefined, vscode.ConfigurationTarget.Global);
    }
    await closeEverything();
    const none = vscode.Uri.joinPath(folder, 'none.npy');
    await fs.writeFile(none, new TextEncoder().encode('no array'));
    await vscode.commands.executeCommand('vscode.diff', a, none);
    await eventually(() => assertEqual(diffs().length, 1, 'diffs'), 'the diff');
    assertEqual(tabsOf('convt.compare').length, 0, 'comparisons');
  });

  it('returns its tensors as .npy bytes, from a disk and from another file system', async () => {
    const bytes = await fs.readFile(fixture('w.npy'));
    const memory = new MemoryFileSystem();
    memory.files.set('/w.npy', bytes);
    const registered = vscode.workspace.registerFileSystemProvider('convt-tensors', memory);
    try {
      for (const uri of [fixture('w.npy'), vscode.Uri.from({ scheme: 'convt-tensors', path: '/w.npy' })]) {
        const file = value(await openTensorFileAt(uri));
        assertEqual(file.format, 'npy');
        const npy = value(await readEntryAsNpy(file, value(findEntry(file, null))));
        assertEqual([...new Uint8Array(npy)], [...bytes], uri.scheme);
      }
    } finally {
      registered.dispose();
    }
  });

  it('that does not exist, or is a folder, is refused by name', async () => {
    for (const name of ['absent.npy', '.']) {
      const { message } = refusal(await openTensorFileAt(vscode.Uri.joinPath(folder, name), name));
      assert(message.startsWith(`${name} cannot be read:`), message);
    }
  });

  it('is read again after it has changed', async () => {
    const uri = await write('changing.npy', [2, 3]);
    let changes = 0;
    const watched = new WatchedFile(uri, () => (changes += 1));
    try {
      assertEqual(value(await watched.open()).entries[0]?.shape, [2, 3]);
      await write('changing.npy', [4]);
      await eventually(() => changes > 0, 'hearing of the change');
      await eventually(
        async () => assertEqual(value(await watched.open()).entries[0]?.shape, [4], 'shape'),
        'reading the file again',
      );
    } finally {
      watched.dispose();
    }
  });

  it('opens a call around its tensor if no debugger is open; further tensors go into that call', async () => {
    const weight = await write('weight.npy', [3, 2, 4, 4]);
    const input = await write('input.npy', [1, 3, 5, 5]);
    const { debuggers, uses: tensorUses } = uses();
    const use = async (uri: vscode.Uri, role: 'input' | 'weight' | 'bias' | 'actual') =>
      tensorUses.use(uri, value(findEntry(value(await openTensorFileAt(uri)), null)), role);
    assertMatch(value(await use(weight, 'weight')), /Opened/);
    const opened = debuggers.last();
    assert(opened !== null, 'no debugger');
    const read = () => {
      const scenario = opened.model.read();
      assert(scenario !== null, 'no scenario');
      return value(scenario);
    };
    const path = (uri: vscode.Uri): string => {
      const base = vscode.workspace.workspaceFolders?.[0]?.uri.path ?? '';
      return uri.path.slice(base.length + 1);
    };
    assertEqual(read().weight, { file: path(weight) });
    assertEqual(read().input, { fill: 'smooth', shape: [1, 3, 8, 8] });
    value(await use(input, 'input'));
    assertEqual(debuggers.last() === opened, true, 'the same debugger');
    assertEqual(read().input, { file: path(input) });
    assertEqual(read().weight, { file: path(weight) });
    value(await use(input, 'actual'));
    assertEqual(read().actual, { file: path(input) });
  });

  it('with the wrong shape for a role is refused, and nothing is opened', async () => {
    const vector = await write('vector.npy', [3]);
    const { debuggers, uses: tensorUses } = uses();
    const entry = value(findEntry(value(await openTensorFileAt(vector)), null));
    const { argument, message } = refusal(await tensorUses.use(vector, entry, 'weight'));
    assertEqual(argument, 'weight');
    assertMatch(message, /\(Cin, Cout, kH, kW\)/);
    assertEqual(debuggers.last(), null);
  });

  it('on another file system than the scenario is refused', () => {
    const there = vscode.Uri.from({ scheme: 'convt-elsewhere', path: '/w.npy' });
    assertEqual(refusal(fileSourceFrom(folder, there, '')).argument, 'file');
    const beside = vscode.Uri.joinPath(folder, 'w.npz');
    assertEqual(value(fileSourceFrom(folder, beside, 'a.b')), { file: 'w.npz#a.b' });
  });
});
