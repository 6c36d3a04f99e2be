import { lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { replaceFile } from '../../src/extension/files/saveFile.ts';
import { assertEqual } from './assert.ts';
import { remove, scratchFolder } from './fixtures.ts';

describe('a file saved over a symbolic link', () => {
  it('replaces the file that the link points to, and the link stays', async function () {
    if (process.platform === 'win32') return this.skip(); // links need a privilege there
    const folder = await scratchFolder();
    try {
      const [target, link] = ['target.npy', 'link.npy'].map((name) => vscode.Uri.joinPath(folder, name)) as [
        vscode.Uri,
        vscode.Uri,
      ];
      writeFileSync(target.fsPath, 'before');
      symlinkSync('target.npy', link.fsPath);
      await replaceFile(link, Uint8Array.of(1, 2, 3));
      assertEqual(lstatSync(link.fsPath).isSymbolicLink(), true, 'still a link');
      assertEqual([...readFileSync(target.fsPath)], [1, 2, 3]);
    } finally {
      await remove(folder);
    }
  });
});
