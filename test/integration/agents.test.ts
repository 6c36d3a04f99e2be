import * as vscode from 'vscode';
import { preparedInvocation } from '../../src/extension/agents/languageModelTools.ts';
import { workspaceHost } from '../../src/extension/agents/workspaceHost.ts';
import { explainTool } from '../../src/tools/explain/explainTool.ts';
import { checkTool } from '../../src/tools/outputs/outputTools.ts';
import { tools } from '../../src/tools/tools.ts';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, refusal } from './convt.ts';
import { copyChecks, remove, scratchFolder } from './fixtures.ts';

describe('the language model tools', () => {
  let folder: vscode.Uri;
  before(async () => {
    await api();
    folder = await scratchFolder();
    await copyChecks(folder);
  });
  after(async () => {
    await remove(folder);
  });

  async function invoke(name: string, input: object): Promise<readonly string[]> {
    const options = { input, toolInvocationToken: undefined };
    const { content } = await vscode.lm.invokeTool(name, options, new vscode.CancellationTokenSource().token);
    return content.map((part) => {
      assert(part instanceof vscode.LanguageModelTextPart, 'a part is not text');
      return part.value;
    });
  }

  async function failure(name: string, input: object): Promise<string> {
    try {
      await invoke(name, input);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    throw new Error('this should have failed');
  }

  it('are all offered to models', async () => {
    await eventually(() => {
      const known = vscode.lm.tools.map(({ name }) => name);
      for (const { name } of tools) assert(known.includes(name), `${name} is not there`);
    }, 'registering the tools');
  });

  it('explain a call', async () => {
    const [text = '', json = ''] = await invoke('explain_conv_transpose2d', {
      call: 'nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)',
      input_shape: [1, 64, 16, 16],
    });
    assertMatch(text, /Output: 1×32×32×32\./);
    assertEqual((JSON.parse(json) as { output_shape: number[] }).output_shape, [1, 32, 32, 32]);
  });

  it('check and diagnose outputs in files of the workspace', async () => {
    const at = vscode.workspace.asRelativePath(vscode.Uri.joinPath(folder, 'checks'));
    const [right = ''] = await invoke('check_conv_transpose2d_output', { scenario: `${at}/right.convt.json` });
    assertMatch(right, /^Right: right\.npy is the output of this call/);
    const [wrong = '', json = ''] = await invoke('diagnose_conv_transpose2d_output', {
      input: `${at}/x.npy`,
      weight: `${at}/w.npy`,
      bias: `${at}/b.npy`,
      actual: `${at}/unrotated.npy`,
      stride: 2,
      padding: 1,
    });
    assertMatch(wrong, /^\*\*Wrong: the kernel was not rotated by 180°\.\*\*/);
    assertEqual((JSON.parse(json) as { right: boolean }).right, false);
  });

  it('ask before they read files, and name them; they do not ask before they read none', () => {
    const asked = preparedInvocation(checkTool, { input: 'x.npy', weight: 'w.npz#k', actual: 'y.npy' });
    assertEqual(asked.invocationMessage, 'Checking y.npy');
    const message = asked.confirmationMessages?.message;
    assert(typeof message === 'string', 'there is no question');
    assertMatch(message, /^Reads "x\.npy", "w\.npz#k", "y\.npy"\./);
    const explained = preparedInvocation(explainTool, { call: 'nn.ConvTranspose2d(1, 1, 2)' });
    assertEqual(explained.confirmationMessages, undefined);
  });

  it('review two versions of a file', async () => {
    const net = (kernel: number): string =>
      `from torch import nn\nup = nn.ConvTranspose2d(8, 4, ${kernel}, stride=2, padding=1)\n`;
    const [text = ''] = await invoke('review_conv_transpose2d_changes', { before: net(4), after: net(3) });
    // (H − 1)·2 − 2 + k: 2H with k 4 and 2H − 1 with k 3.
    assertMatch(text, /2H×2W → \(2H − 1\)×\(2W − 1\) · overlap even → uneven · weights no longer load/);
    assertMatch(
      await failure('review_conv_transpose2d_changes', { before: net(4) }),
      /after is missing\. Pass before and after/,
    );
  });

  it('say what to pass instead of a wrong input', async () => {
    assertMatch(await failure('explain_conv_transpose2d', {}), /in_channels is missing\. Pass/);
    assertMatch(await failure('check_conv_transpose2d_output', {}), /input is missing\. Pass scenario/);
  });

  it('read nothing outside the workspace', async () => {
    const host = workspaceHost(new vscode.CancellationTokenSource().token, neverReviews);
    for (const path of ['/etc/x.convt.json', '../outside.convt.json']) {
      assertMatch(
        refusal(await host.readText(path)).message,
        /is outside the workspace\. Pass a file of the workspace/,
      );
    }
  });
});

function neverReviews(): never {
  throw new Error('Nothing is reviewed here.');
}
