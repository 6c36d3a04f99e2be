import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { root } from '../../scripts/lab/paths.ts';
import { tools } from '../../src/tools/tools.ts';

/** Runs the command line that is shipped, from a folder with files that PyTorch wrote. */
function convt(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'convt.js'), ...args], {
    cwd: join(root, 'test', 'fixtures', 'cli'),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the packaged command line', () => {
  it('knows its version', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    assert.deepEqual(convt('--version'), { status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('runs a document, its files beside it', () => {
    const { status, stdout, stderr } = convt('run', 'call.convt.json', '--json');
    assert.deepEqual([status, stderr], [0, '']);
    const { output, verdict } = JSON.parse(stdout) as {
      output: { shape: number[] };
      verdict: string;
    };
    assert.deepEqual([output.shape, verdict], [[2, 6, 10, 9], 'rounding']);
  });

  it('writes a report with the debugger in it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'convt-bundle-'));
    try {
      const path = join(folder, 'r.html');
      const { status, stderr } = convt('report', 'call.convt.json', '--html', path);
      assert.deepEqual([status, stderr], [0, '']);
      assert.match(readFileSync(path, 'utf8'), /<iframe id="debugger"/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('serves the tools over MCP', async () => {
    const client = new Client({ name: 'test', version: '1' });
    const args = [join(root, 'dist', 'convt.js'), 'mcp'];
    await client.connect(new StdioClientTransport({ command: process.execPath, args }));
    const { tools: served } = await client.listTools();
    const { content } = await client.callTool({
      name: 'explain_conv_transpose2d',
      arguments: { call: 'nn.ConvTranspose2d(1, 1, 2, 2)' },
    });
    await client.close();
    assert.deepEqual(
      served.map(({ name }) => name),
      tools.map(({ name }) => name),
    );
    assert.match(JSON.stringify(content), /In general Ho = 2·H/);
  });

  it('refuses in one line', () => {
    const { status, stdout, stderr } = convt('compare', 'x.npy', 'y.npy');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^convt: actual of shape \(2, 4, 5, 6\) must have [^\n]+\n$/);
  });
});
