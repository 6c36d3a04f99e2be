import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { lab } from './lab.ts';

const net = (kernel: number): string => `from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(2, 1, ${kernel}, stride=2, padding=1)

    def forward(self, x):
        # x: 1x2x14x14
        return self.up(x)
`;

describe('a call that changed since the checked-out commit', function () {
  this.timeout(300_000);
  const vscode = lab();

  const git = (...args: readonly string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args],
      { cwd: vscode.folder(), encoding: 'utf8' },
    );

  before(async () => {
    git('init', '--quiet', '--initial-branch=main');
    writeFileSync(join(vscode.folder(), 'net.py'), net(4));
    git('add', 'net.py');
    git('commit', '--quiet', '-m', 'first');
    await vscode.command('lab.configure', { 'git.enabled': true });
  });
  after(async () => {
    await vscode.command('lab.configure', { 'git.enabled': false });
    rmSync(join(vscode.folder(), '.git'), { recursive: true });
  });

  it('says so above it, and opens before and after in one debugger', async () => {
    const file = join(vscode.folder(), 'net.py');
    writeFileSync(file, net(3));
    await vscode.command('vscode.open', { $file: file });
    // (14 − 1)·2 − 2 + k: 28 with k 4 and 27 with k 3.
    await vscode
      .page()
      .locator('.codelens-decoration a')
      .filter({ hasText: 'since HEAD: 28×28 → 27×27 · overlap even → uneven' })
      .click();
    const frame = await vscode.frame();
    assert.equal(await vscode.settled(), 'done');
    const output = frame.locator('[data-pane="output"] canvas[role="img"]');
    const shows = async (size: string): Promise<void> => {
      await eventually(async () => assert.ok((await output.getAttribute('aria-label'))?.includes(size)), size);
    };
    await shows('27 × 27');
    await frame.getByText('overlap even → uneven').first().waitFor();
    await vscode.screenshot('before-and-after', 'window');
    await frame.locator('.version-switch').getByText('Before').click();
    await shows('28 × 28');
  });
});
