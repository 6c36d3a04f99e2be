import * as vscode from 'vscode';
import { workspaceHost } from '../../src/extension/agents/workspaceHost.ts';
import type { ToolAnswer } from '../../src/tools/shared/tool.ts';
import { tools } from '../../src/tools/tools.ts';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
import { api, extension, refusal, value } from './convt.ts';
import { remove, scratchFolder } from './fixtures.ts';

const fs = vscode.workspace.fs;

describe('the language model tools', () => {
  let folder: vscode.Uri;
  before(async () => {
    await api();
    folder = await scratchFolder();
    const checks = vscode.Uri.joinPath(extension().extensionUri, 'test/fixtures/checks');
    await fs.copy(checks, vscode.Uri.joinPath(folder, 'checks'));
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

  it('ask before they read files', async () => {
    const at = vscode.workspace.asRelativePath(vscode.Uri.joinPath(folder, 'checks'));
    // While tests run, VS Code refuses to show a dialog, and says which.
    assertMatch(
      await failure('check_conv_transpose2d_output', { scenario: `${at}/right.convt.json` }),
      /refused to show dialog[^]*Check a conv_transpose2d output/,
    );
  });

  /** Runs a tool as VS Code does once the user has agreed. */
  async function run(name: string, input: object): Promise<ToolAnswer> {
    const tool = tools.find((each) => each.name === name);
    assert(tool !== undefined, `there is no tool ${name}`);
    const host = workspaceHost(new vscode.CancellationTokenSource().token);
    return value(await value(tool.plan(input)).run(host));
  }

  it('check and diagnose outputs in files of the workspace', async () => {
    const at = vscode.workspace.asRelativePath(vscode.Uri.joinPath(folder, 'checks'));
    const right = await run('check_conv_transpose2d_output', { scenario: `${at}/right.convt.json` });
    assertMatch(right.text, /^Right: right\.npy is the output of this call/);
    const wrong = await run('diagnose_conv_transpose2d_output', {
      input: `${at}/x.npy`,
      weight: `${at}/w.npy`,
      bias: `${at}/b.npy`,
      actual: `${at}/unrotated.npy`,
      stride: 2,
      padding: 1,
    });
    assertMatch(wrong.text, /^\*\*Wrong: the kernel was not rotated by 180°\.\*\*/);
    assertEqual((wrong.json as { right: boolean }).right, false);
  });

  it('say what to pass instead of a wrong input', async () => {
    assertMatch(await failure('explain_conv_transpose2d', {}), /in_channels is missing\. Pass/);
    assertMatch(await failure('check_conv_transpose2d_output', {}), /input is missing\. Pass scenario/);
  });

  it('read nothing outside the workspace', async () => {
    const host = workspaceHost(new vscode.CancellationTokenSource().token);
    for (const path of ['/etc/x.convt.json', '../outside.convt.json']) {
      assertMatch(
        refusal(await host.readText(path)).message,
        /is outside the workspace\. Pass a file of the workspace/,
      );
    }
  });
});
