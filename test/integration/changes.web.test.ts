import * as vscode from 'vscode';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual } from './assert.ts';
import { api, closeEverything } from './convt.ts';
import { remove, scratchFolder } from './fixtures.ts';
import { generator, lensesOf, showPython } from './pythonLab.ts';

describe('changes in a host without Git', () => {
  let folder: vscode.Uri;
  before(async () => {
    await api();
    folder = await scratchFolder();
  });
  after(() => remove(folder));
  afterEach(closeEverything);

  it('are absent: the calls have their own lenses, and the commands say why there is nothing', async () => {
    const { document } = await showPython(folder, 'net.py', generator);
    await eventually(async () => {
      const titles = await lensesOf(document.uri);
      assert(titles.length > 0, 'no lenses');
      assertEqual(
        titles.filter((title) => title.startsWith('since')),
        [],
        'changes',
      );
    }, 'the lenses');
    await vscode.commands.executeCommand('convt.reviewChanges');
    await vscode.commands.executeCommand('convt.refreshChanges');
    await vscode.commands.executeCommand('convt.debugBeforeAndAfter', {
      uri: document.uri.toString(),
      path: 'Generator.__init__ › self.up1',
    });
  });
});
