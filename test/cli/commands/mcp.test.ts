import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { program, refused } from '../convt.ts';

describe('convt mcp', function () {
  this.timeout(60_000);
  let folder: string;
  let client: Client;

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'convt-mcp-')));
    cpSync(new URL('../../fixtures/checks', import.meta.url), join(folder, 'work'), { recursive: true });
    mkdirSync(join(folder, 'secret'));
    cpSync(new URL('../../fixtures/checks/x.npy', import.meta.url), join(folder, 'secret', 'x.npy'));
    symlinkSync(join(folder, 'secret', 'x.npy'), join(folder, 'work', 'link.npy'));
    client = new Client({ name: 'test', version: '1' });
    const cwd = join(folder, 'work');
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [program, 'mcp'], cwd }));
  });
  after(async () => {
    await client.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Calls a tool; returns its text, its numbers, and whether it failed. */
  async function call(name: string, input: Record<string, unknown>) {
    const { content, structuredContent, isError } = (await client.callTool({
      name,
      arguments: input,
    })) as CallToolResult;
    const [first] = content;
    assert.ok(first?.type === 'text');
    return {
      text: first.text,
      json: structuredContent as Record<string, unknown> | undefined,
      isError: isError === true,
    };
  }

  const tensors = { input: 'x.npy', weight: 'w.npy', bias: 'b.npy', stride: 2, padding: 1 };

  it('lists the tools with their schemas, and says that they only read', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(
      tools.map(({ name }) => name),
      [
        'explain_conv_transpose2d',
        'check_conv_transpose2d_output',
        'diagnose_conv_transpose2d_output',
        'review_conv_transpose2d_changes',
      ],
    );
    for (const { inputSchema, annotations } of tools) {
      assert.equal(inputSchema.type, 'object');
      assert.equal(annotations?.readOnlyHint, true);
    }
    assert.equal(client.getServerVersion()?.name, 'convt');
  });

  it('explains a layer without any file', async () => {
    const { text, json } = await call('explain_conv_transpose2d', {
      call: 'nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1)',
      input_shape: [1, 64, 28, 28],
    });
    // PyTorch: (28 − 1)·2 − 2·1 + 1·(3 − 1) + 0 + 1 = 55
    assert.deepEqual(json?.output_shape, [1, 32, 55, 55]);
    assert.match(text, /\(28−1\)·2 − 2·1 \+ 1·2 \+ 0 \+ 1 = 55/);
    assert.match(text, /Overlap: uneven/);
  });

  it('checks an output that PyTorch wrote, and one with a mistake', async () => {
    const right = await call('check_conv_transpose2d_output', { ...tensors, actual: 'right.npy' });
    assert.deepEqual([right.isError, right.json?.right], [false, true]);
    assert.match(right.text, /^Right: right\.npy is the output of this call, within float32 rounding\./);
    const wrong = await call('check_conv_transpose2d_output', { ...tensors, actual: 'unrotated.npy' });
    assert.deepEqual([wrong.isError, wrong.json?.right, wrong.json?.verdict], [false, false, 'mismatch']);
  });

  it('names the mistake in a scenario’s output, and its fix', async () => {
    const { text, json } = await call('diagnose_conv_transpose2d_output', { scenario: 'deep/unrotated.convt.json' });
    assert.match(text, /^\*\*Wrong: the kernel was not rotated by 180°\.\*\*/);
    assert.match(text, /```diff\n-rotated = w\n\+rotated = w\.flip\(2, 3\)/);
    assert.deepEqual([json?.right, json?.headline], [false, 'Wrong: the kernel was not rotated by 180°']);
    const other = await call('diagnose_conv_transpose2d_output', {
      scenario: 'deep/unrotated.convt.json',
      actual: 'uncropped.npy',
    });
    assert.equal(other.json?.headline, 'Wrong: the padding was ignored');
    const shape = await call('diagnose_conv_transpose2d_output', { ...tensors, actual: 'uncropped.npy' });
    assert.equal(shape.json?.headline, 'Wrong: the padding was ignored');
  });

  it('reads no file outside its folder, by whatever path', async () => {
    for (const input of ['../secret/x.npy', join(folder, 'secret', 'x.npy'), 'link.npy', 'deep/../../secret/x.npy#k']) {
      const { text, isError } = await call('check_conv_transpose2d_output', { ...tensors, input, actual: 'right.npy' });
      assert.equal(isError, true, input);
      assert.match(
        text,
        /is outside the folders that may be read \(.*work\)\. Pass a file in one of them, or start convt mcp/,
      );
    }
    const scenario = await call('check_conv_transpose2d_output', { scenario: '../work2/a.convt.json' });
    assert.match(scenario.text, /is outside the folders/);
  });

  it('says what to pass instead of a wrong input', async () => {
    const cases: readonly (readonly [name: string, input: Record<string, unknown>, message: RegExp])[] = [
      ['explain_conv_transpose2d', {}, /^in_channels is missing\. Pass in_channels, out_channels and kernel_size, or/],
      [
        'explain_conv_transpose2d',
        { call: 'nn.Linear(2, 3)' },
        /^call is not a transposed convolution\. Pass the layer as text/,
      ],
      [
        'explain_conv_transpose2d',
        { in_channels: 4, out_channels: 3, kernel_size: 2, groups: 2 },
        /groups = 2 does not divide the 3 output/,
      ],
      ['explain_conv_transpose2d', { in_chanels: 4 }, /unknown key "in_chanels"\. Did you mean "?in_channels/],
      [
        'explain_conv_transpose2d',
        { in_channels: 'a', out_channels: 1, kernel_size: 1 },
        /^in_channels must be an integer, but is "a"/,
      ],
      [
        'check_conv_transpose2d_output',
        {},
        /^input is missing\. Pass scenario, the path of a \*\.convt\.json, or input, weight and actual/,
      ],
      ['check_conv_transpose2d_output', { scenario: 'none.convt.json' }, /names no output to check\. Pass actual/],
      [
        'check_conv_transpose2d_output',
        { scenario: 'right.convt.json', stride: 2 },
        /^stride cannot be passed together with scenario/,
      ],
      ['diagnose_conv_transpose2d_output', { scenario: 'missing.convt.json' }, /missing\.npy: no such file or folder/],
      ['diagnose_conv_transpose2d_output', { scenario: 'illegal.convt.json' }, /^dilation\[0\] = 0 must be/],
    ];
    for (const [name, input, message] of cases) {
      const { text, isError } = await call(name, input);
      assert.equal(isError, true, text);
      assert.match(text, message);
    }
  });

  it('refuses a tool that it does not have', async () => {
    await assert.rejects(
      client.callTool({ name: 'explain', arguments: {} }),
      /There is no tool "explain"; the tools are explain_conv/,
    );
  });

  it('refuses a folder that is none', async () => {
    assert.match(await refused('mcp', 'nowhere'), /^cannot read nowhere: no such file or folder$/);
    assert.match(await refused('mcp', 'x.npy'), /^x\.npy is not a folder$/);
  });
});
