import * as vscode from 'vscode';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, closeEverything } from './convt.ts';
import { remove, scratchFolder } from './fixtures.ts';
import { MemoryFileSystem } from './memoryFileSystem.ts';
import {
  actionsAt,
  generator,
  lensesOf,
  rangeOfText,
  replaceText,
  showNotebook,
  showPython,
  waitForLenses,
  waitForProblems,
  withSetting,
} from './pythonLab.ts';

const up1 = '×2 · 4×4 → 8×8 · debug this call';
const up2 = '×2 · 8×8 → 16×16 · overlap uneven · debug this call';

describe('a call in a Python document', () => {
  let folder: vscode.Uri;
  before(async () => {
    await api();
    folder = await scratchFolder();
  });
  after(() => remove(folder));
  afterEach(closeEverything);

  it('has a lens with its sizes, carried from layer to layer', async () => {
    const { document } = await showPython(folder, 'lens.py', generator);
    await waitForLenses(document.uri, [up1, up2]);
  });

  it('has a lens in an untitled document and in a virtual file system', async () => {
    const untitled = await vscode.workspace.openTextDocument({ content: generator, language: 'python' });
    await waitForLenses(untitled.uri, [up1, up2]);
    const files = new MemoryFileSystem();
    const scheme = 'convt-python';
    const registered = vscode.workspace.registerFileSystemProvider(scheme, files);
    files.files.set('/net.py', await vscode.workspace.encode(generator, { encoding: 'utf8' }));
    const { uri } = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme, path: '/net.py' }));
    await waitForLenses(uri, [up1, up2]);
    registered.dispose();
  });

  it('has a lens in a cell of a notebook, with names of the cells before', async () => {
    const [first, second] = await showNotebook(
      '%matplotlib inline\nfrom torch import nn\nstride = 2',
      'up = nn.ConvTranspose2d(8, 4, 4, stride=stride, padding=1)',
    );
    assert(first !== undefined && second !== undefined, 'a cell is missing');
    await waitForLenses(second.uri, ['×2 · H×W → 2H×2W · debug this call']);
    assertEqual(await lensesOf(first.uri), [], 'lenses of the first cell');
  });

  it('has lenses that follow what is typed', async () => {
    const { document } = await showPython(folder, 'typed.py', generator);
    await waitForLenses(document.uri, [up1, up2]);
    await replaceText(document, '8, 4, 4, stride=2, padding=1)', '8, 4, 4, stride=2, padding=');
    await eventually(async () => {
      const lenses = await lensesOf(document.uri);
      assert(!lenses.includes(up1), lenses.join(' | '));
    }, 'the unfinished call');
    await replaceText(document, 'stride=2, padding=', 'stride=2, padding=0)');
    await waitForLenses(document.uri, [
      '×2 · 4×4 → 10×10 · debug this call',
      up2.replace('8×8 → 16×16', '10×10 → 20×20'),
    ]);
  });

  it('has no lens if the setting is off', async () => {
    const { document } = await showPython(folder, 'off.py', generator);
    await waitForLenses(document.uri, [up1, up2]);
    const restore = await withSetting('code.codeLens', false);
    await waitForLenses(document.uri, []);
    await restore();
  });

  it('has a hover with its formula and its costs', async () => {
    const { document } = await showPython(folder, 'hover.py', generator);
    const at = rangeOfText(document, 'ConvTranspose2d').start;
    const text = await eventually(async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      const contents = hovers.flatMap((hover) => hover.contents);
      const texts = contents.flatMap((part) => (part instanceof vscode.MarkdownString ? [part.value] : []));
      const found = texts.find((part) => part.includes('Ho ='));
      assert(found !== undefined, 'no hover');
      return found;
    }, 'the hover');
    assertMatch(text, /Ho = Wo = \(4 − 1\)·2 − 2·1 \+ 1·\(4 − 1\) \+ 0 \+ 1 = 8/);
    assertMatch(text, /!\[[^\]]*\]\(data:image\/svg\+xml/);
    assertMatch(text, /\[Debug this call\]\(command:convt\.debugCall/);
  });

  it('has a hint with the shape of its output once hints are on', async () => {
    const { document } = await showPython(folder, 'hints.py', generator);
    const hints = async (): Promise<string[]> => {
      const range = new vscode.Range(0, 0, document.lineCount, 0);
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        range,
      );
      return found.map(({ label }) => (typeof label === 'string' ? label : label.map(({ value }) => value).join('')));
    };
    await waitForLenses(document.uri, [up1, up2]);
    assertEqual(await hints(), [], 'hints');
    const restore = await withSetting('code.inlayHints', true);
    await eventually(async () => assertEqual(await hints(), ['→ 1×4×8×8', '→ 1×2×16×16'], 'hints'), 'the hints');
    await restore();
  });

  it('has the sizes of the setting where the code says none', async () => {
    const { document } = await showPython(folder, 'setting.py', generator.replace(/ *# x: .*\n/, ''));
    await waitForLenses(document.uri, [
      '×2 · H×W → 2H×2W · debug this call',
      '×2 · H×W → 2H×2W · overlap uneven · debug this call',
    ]);
    const restore = await withSetting('code.inputSize', '1x8x5x5');
    await eventually(async () => assertMatch((await lensesOf(document.uri))[0] ?? '', /5×5 → 10×10/), 'the setting');
    await restore();
  });

  it('is not looked for in a document without one', async () => {
    const { document } = await showPython(folder, 'none.py', 'import torch\nx = torch.zeros(2)\n');
    assertEqual(await lensesOf(document.uri), [], 'lenses');
    assertEqual((await actionsAt(document, 'zeros')).size, 0, 'actions');
  });
});

describe('the problems of a Python document', () => {
  let folder: vscode.Uri;
  before(async () => {
    await api();
    folder = await scratchFolder();
  });
  after(() => remove(folder));
  afterEach(closeEverything);

  it('name what is wrong, and go when a fix is applied', async () => {
    const { document } = await showPython(folder, 'fixed.py', generator);
    await waitForProblems(document, ['bias-before-norm nn.ConvTranspose2d', 'uneven-overlap 3']);
    const even = (await actionsAt(document, '3, 2, 1, 1')).get(
      'Use kernel_size=4, output_padding=0 (even overlap, same output size)',
    );
    assert(even?.edit !== undefined, 'there is no fix');
    assert(await vscode.workspace.applyEdit(even.edit), 'the fix was not applied');
    assertMatch(document.getText(), /self\.up2 = nn\.ConvTranspose2d\(4, 2, 4, 2, 1, 0\)/);
    await waitForProblems(document, ['bias-before-norm nn.ConvTranspose2d']);
    await waitForLenses(document.uri, [up1, '×2 · 8×8 → 16×16 · debug this call']);
    const bias = (await actionsAt(document, 'nn.ConvTranspose2d(8')).get('Use bias=False');
    assert(bias?.edit !== undefined, 'there is no fix');
    assert(await vscode.workspace.applyEdit(bias.edit), 'the fix was not applied');
    await waitForProblems(document, []);
    assertMatch(document.getText(), /nn\.ConvTranspose2d\(8, 4, 4, stride=2, padding=1, bias=False\)/);
    await vscode.commands.executeCommand('undo');
    await waitForProblems(document, ['bias-before-norm nn.ConvTranspose2d']);
  });

  it('are offered a fix once, if it mends two of them', async () => {
    const call = 'nn.ConvTranspose2d(24, 3, 2, stride=3, output_padding=1)';
    const { document } = await showPython(folder, 'twice.py', `from torch import nn\n\nup = ${call}\n`);
    await waitForProblems(document, ['uneven-overlap 2', 'unreached-output-padding 1']);
    const fix = (await actionsAt(document, call)).get(
      'Use kernel_size=3, output_padding=0 (even overlap, same output size)',
    );
    assert(fix?.edit !== undefined && (await vscode.workspace.applyEdit(fix.edit)), 'the fix was not applied');
    await waitForProblems(document, []);
  });

  it('are offered a fix for each of two calls, if both lie in the selection', async () => {
    const call = 'nn.ConvTranspose2d(24, 3, 3, stride=2, padding=1, output_padding=1)';
    const { document } = await showPython(folder, 'two.py', `from torch import nn\n\na = ${call}\nb = ${call}\n`);
    await waitForProblems(document, ['uneven-overlap 3', 'uneven-overlap 3']);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(2, 0, 3, call.length),
    );
    const fixes = actions.filter(
      ({ title }) => title === 'Use kernel_size=4, output_padding=0 (even overlap, same output size)',
    );
    assertEqual(fixes.length, 2, 'fixes');
    for (const { edit } of fixes) {
      assert(edit !== undefined && (await vscode.workspace.applyEdit(edit)), 'the fix was not applied');
    }
    await waitForProblems(document, []);
  });

  it('have the severity of their setting', async () => {
    const { document } = await showPython(folder, 'severity.py', generator);
    await waitForProblems(document, ['bias-before-norm nn.ConvTranspose2d', 'uneven-overlap 3']);
    const restore = [
      await withSetting('code.problems.unevenOverlap', 'off'),
      await withSetting('code.problems.biasBeforeNorm', 'error'),
    ];
    await eventually(() => {
      const found = vscode.languages.getDiagnostics(document.uri).map(({ code, severity }) => [code, severity]);
      assertEqual(found, [['bias-before-norm', vscode.DiagnosticSeverity.Error]], 'problems');
    }, 'the severities');
    for (const each of restore) await each();
  });

  it('follow what is typed, and are silent about an unfinished call', async () => {
    const { document } = await showPython(
      folder,
      'typed.py',
      generator
        .replace('3, 2, 1, 1)', '4, 2, 1, 2)')
        .replace('8, 4, 4, stride=2, padding=1)', '8, 4, 4, stride=2, padding=1, bias=False)'),
    );
    await waitForProblems(document, ['illegal-call 2']);
    await replaceText(document, '4, 2, 1, 2)', '4, 2, 1, ');
    await waitForProblems(document, []);
    await replaceText(document, '4, 2, 1, ', '4, 2, 1, 1)');
    await waitForProblems(document, []);
  });
});
