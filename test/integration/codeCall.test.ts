import * as vscode from 'vscode';
import type { DebuggerSession } from '../../src/extension/api/api.ts';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, closeEverything, debuggerTabs, value } from './convt.ts';
import { remove, scratchFolder } from './fixtures.ts';
import { generator, lensesOf, replaceText, rangeOfText, showNotebook, showPython, waitForLenses } from './pythonLab.ts';

describe('debugging a call in Python', () => {
  let folder: vscode.Uri;
  before(async () => {
    await api();
    folder = await scratchFolder();
  });
  after(() => remove(folder));
  afterEach(closeEverything);

  /** Debugs the call at a text, and returns its debugger. */
  async function debugAt(editor: vscode.TextEditor, text: string): Promise<DebuggerSession> {
    editor.selection = new vscode.Selection(
      rangeOfText(editor.document, text).start,
      rangeOfText(editor.document, text).start,
    );
    await vscode.window.showTextDocument(editor.document, editor.viewColumn);
    await vscode.commands.executeCommand('convt.debugCall');
    await eventually(() => assertEqual(debuggerTabs().length, 1, 'debuggers'), 'the debugger');
    const session = (await api()).last();
    assert(session !== null, 'no debugger was opened');
    return session;
  }

  const shapes = async (session: DebuggerSession): Promise<readonly (readonly number[])[]> => {
    const report = value(await session.result());
    return [report.input.shape, report.weight.shape, report.output.shape];
  };

  it('opens the debugger beside the code, which keeps the focus', async () => {
    const editor = await showPython(folder, 'open.py', generator);
    const session = await debugAt(editor, 'ConvTranspose2d(4');
    assertEqual(
      await shapes(session),
      [
        [1, 4, 8, 8],
        [4, 2, 3, 3],
        [1, 2, 16, 16],
      ],
      'shapes',
    );
    assert(session.panel.viewColumn !== editor.viewColumn, 'the debugger stands beside the code');
    assertEqual(
      vscode.window.activeTextEditor?.document.uri.toString(),
      editor.document.uri.toString(),
      'active editor',
    );
    await vscode.commands.executeCommand('convt.debugCall');
    assertEqual(debuggerTabs().length, 1, 'debuggers of one call');
  });

  it('writes an edit of the debugger into the code, as one step that can be undone', async () => {
    const editor = await showPython(folder, 'write.py', generator);
    const { document } = editor;
    const session = await debugAt(editor, 'ConvTranspose2d(8');
    value(await session.result());
    const before = document.getText();
    const edited = {
      version: 1,
      name: 'Generator',
      dtype: 'float32',
      input: { fill: 'randn', shape: [1, 8, 4, 4] },
      weight: { fill: 'randn', shape: [8, 4, 4, 5] },
      bias: null,
      params: { stride: [2, 3], padding: [1, 1], outputPadding: [0, 0], dilation: [1, 1], groups: 1 },
      seed: 0,
      formulation: 'unfold-matmul',
      tolerance: {},
    } as const;
    value(await session.edit(edited));
    await eventually(() => {
      assertMatch(
        document.getText(),
        /self\.up1 = nn\.ConvTranspose2d\(8, 4, \(4, 5\), stride=\(2, 3\), padding=1, bias=False\)/,
      );
    }, 'the edit');
    await vscode.window.showTextDocument(document, editor.viewColumn);
    await vscode.commands.executeCommand('undo');
    await eventually(() => assertEqual(document.getText(), before, 'text'), 'the undo');
    await eventually(
      async () => assertEqual((await shapes(session))[1], [8, 4, 4, 4], 'weight'),
      'the undo reaching the debugger',
    );
  });

  it('follows the code, also when the call moves or is renamed', async () => {
    const editor = await showPython(folder, 'follow.py', generator);
    const { document } = editor;
    const session = await debugAt(editor, 'ConvTranspose2d(8');
    assertEqual((await shapes(session))[2], [1, 4, 8, 8], 'output');
    await replaceText(document, 'import torch\n', 'import torch\nimport math\n\n');
    await replaceText(document, '8, 4, 4, stride=2', '8, 4, 4, stride=3');
    await eventually(async () => assertEqual((await shapes(session))[2], [1, 4, 11, 11], 'output'), 'the new stride');
    await replaceText(document, 'self.up1 = nn', 'self.first = nn');
    await replaceText(document, 'self.up1(x)', 'self.first(x)');
    await replaceText(document, 'stride=3', 'stride=1');
    await eventually(async () => assertEqual((await shapes(session))[2], [1, 4, 5, 5], 'output'), 'the renamed call');
  });

  it('stays when the call disappears', async () => {
    const editor = await showPython(folder, 'gone.py', generator);
    const session = await debugAt(editor, 'ConvTranspose2d(8');
    const before = await shapes(session);
    await replaceText(editor.document, 'nn.ConvTranspose2d(8, 4, 4, stride=2, padding=1)', 'nn.Identity()');
    await eventually(
      async () => assertEqual((await lensesOf(editor.document.uri)).length, 1, 'lenses'),
      'the call being gone',
    );
    assertEqual(await shapes(session), before, 'shapes');
    assertEqual(debuggerTabs().length, 1, 'debuggers');
  });

  it('does not overwrite a symbol', async () => {
    const text = generator
      .replace('8, 4, 4, stride=2, padding=1)', '8, 4, 4, stride=cfg_stride, padding=1)')
      .replace('class Gen', 'cfg_stride = 2\n\n\nclass Gen');
    const editor = await showPython(folder, 'symbol.py', text);
    const session = await debugAt(editor, 'ConvTranspose2d(8');
    const report = value(await session.result());
    assertEqual(report.parameters.stride, [2, 2], 'stride');
    value(
      await session.edit({
        version: 1,
        name: 'x',
        dtype: 'float32',
        input: { fill: 'randn', shape: [1, 8, 4, 4] },
        weight: { fill: 'randn', shape: [8, 4, 4, 4] },
        bias: { fill: 'randn', shape: [4] },
        params: { stride: [3, 3], padding: [0, 0], outputPadding: [0, 0], dilation: [1, 1], groups: 1 },
        seed: 0,
        formulation: 'unfold-matmul',
        tolerance: {},
      }),
    );
    await eventually(() => assertMatch(editor.document.getText(), /stride=cfg_stride, padding=0\)/), 'the edit');
    assertEqual(value(await session.result()).parameters.stride, [3, 3], 'stride of the debugger');
  });

  it('asks once for what the code does not say, and remembers the answer', async () => {
    const editor = await showPython(
      folder,
      'ask.py',
      'from torch import nn\n\nup = nn.ConvTranspose2d(in_ch, 4, 4, 2, 1)\n',
    );
    editor.selection = new vscode.Selection(2, 10, 2, 10);
    const debugging = vscode.commands.executeCommand('convt.debugCall');
    await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      assertEqual(debuggerTabs().length, 1, 'debuggers');
    }, 'the answer');
    await debugging;
    const session = (await api()).last();
    assert(session !== null, 'no debugger was opened');
    assertEqual(
      await shapes(session),
      [
        [1, 64, 8, 8],
        [64, 4, 4, 4],
        [1, 4, 16, 16],
      ],
      'shapes',
    );
    await waitForLenses(editor.document.uri, ['×2 · 8×8 → 16×16 · debug this call']);
    session.dispose();
    await eventually(() => assertEqual(debuggerTabs().length, 0, 'debuggers'), 'closing');
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('convt.debugCall');
    await eventually(() => assertEqual(debuggerTabs().length, 1, 'debuggers'), 'the debugger without a question');
  });

  it('writes into the cell of a notebook', async () => {
    const [, document] = await showNotebook(
      'from torch import nn',
      'x = torch.zeros(1, 8, 4, 4)\nup = nn.ConvTranspose2d(8, 4, 4, 2, 1)\ny = up(x)',
    );
    assert(document !== undefined, 'a cell is missing');
    const path = await eventually(async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        9,
      );
      const [target] = (lenses[0]?.command?.arguments ?? []) as readonly { readonly path: string }[];
      assert(target !== undefined, 'no lens');
      return target.path;
    }, 'the lens');
    const answered = vscode.commands.executeCommand('convt.debugCall', { uri: document.uri.toString(), path });
    await eventually(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      assertEqual(debuggerTabs().length, 1, 'debuggers');
    }, 'the debugger');
    await answered;
    const session = (await api()).last();
    assert(session !== null, 'no debugger was opened');
    const report = value(await session.result());
    value(
      await session.edit({
        version: 1,
        name: path,
        dtype: 'float32',
        input: { fill: 'randn', shape: report.input.shape },
        weight: { fill: 'randn', shape: [8, 4, 4, 4] },
        bias: { fill: 'randn', shape: [4] },
        params: { stride: [3, 3], padding: [1, 1], outputPadding: [0, 0], dilation: [1, 1], groups: 1 },
        seed: 0,
        formulation: 'unfold-matmul',
        tolerance: {},
      }),
    );
    await eventually(() => assertMatch(document.getText(), /nn\.ConvTranspose2d\(8, 4, 4, 3, 1\)/), 'the edit');
  });

  it('takes a selected tensor as the input of the debugger', async () => {
    const editor = await showPython(folder, 'selection.py', `${generator}\nx = torch.tensor([[1., 2.], [3., 4.]])\n`);
    const session = await debugAt(editor, 'ConvTranspose2d(8');
    value(await session.result());
    const range = rangeOfText(editor.document, 'torch.tensor([[1., 2.], [3., 4.]])');
    const shown = await vscode.window.showTextDocument(editor.document, editor.viewColumn);
    shown.selection = new vscode.Selection(range.start, range.end);
    await vscode.commands.executeCommand('convt.useSelection');
    await eventually(async () => {
      const report = value(await session.result());
      assertEqual(report.input.shape.slice(-2), [2, 2], 'input');
    }, 'the tensor');
  });

  it('takes a call that is selected in any text, which the page has read by the extension', async () => {
    const content = 'See nn.ConvTranspose1d(4, 2, 16, 8, padding=4) in the paper.';
    const document = await vscode.workspace.openTextDocument({ content, language: 'plaintext' });
    const editor = await vscode.window.showTextDocument(document);
    const range = rangeOfText(document, 'nn.ConvTranspose1d(4, 2, 16, 8, padding=4)');
    editor.selection = new vscode.Selection(range.start, range.end);
    await vscode.commands.executeCommand('convt.useSelection');
    const session = (await api()).last();
    assert(session !== null, 'no debugger was opened');
    // (L − 1)·8 − 2·4 + (16 − 1) + 1 = 8·L, by the formula of torch.nn.ConvTranspose1d.
    await eventually(async () => {
      const [input = [], weight, output = []] = await shapes(session);
      assertEqual(weight, [4, 2, 1, 16], 'weight');
      assertEqual(input.slice(-3, -1), [4, 1], 'channels and height of the input');
      assertEqual(output.slice(-3), [2, 1, 8 * (input.at(-1) ?? 0)], 'output');
    }, 'the call');
  });
});
