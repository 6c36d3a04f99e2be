import * as vscode from 'vscode';
import { assert, assertEqual, assertMatch, eventually } from './assert.ts';
import { api, closeEverything, debuggerTabs, extension, value } from './convt.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string }[];
    readonly keybindings: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
  };
}

describe('the commands', () => {
  afterEach(closeEverything);

  it('of package.json are all registered once the extension is active', async () => {
    await api();
    const { contributes } = extension().packageJSON as Manifest;
    const known = new Set(await vscode.commands.getCommands(true));
    const named = [contributes.keybindings, ...Object.values(contributes.menus)].flat();
    for (const { command } of [...contributes.commands, ...named]) {
      assert(known.has(command), `${command} is not registered`);
    }
    for (const { command, category } of contributes.commands) {
      assertEqual(category, 'ConvTranspose2d', `category of ${command}`);
    }
  });

  it('open one panel, with the scenario that was shown last, and bring it back to the front', async () => {
    const titles = (): string[] => debuggerTabs().map(({ label }) => label);
    await vscode.commands.executeCommand('convt.openPreset', 'asker');
    await eventually(() => titles().length === 1, 'opening a panel');
    const [title = ''] = titles();
    assertMatch(title, /^ConvTranspose2d: ./);
    await closeEverything();
    await vscode.commands.executeCommand('convt.open');
    await eventually(() => titles().length === 1, 'opening another panel');
    assertEqual(titles(), [title]);
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await vscode.commands.executeCommand('convt.open');
    await eventually(() => debuggerTabs()[0]?.isActive === true, 'coming back to the front');
    assertEqual(titles(), [title]);
  });

  it('step the active debugger', async () => {
    const session = value(await (await api()).open('asker'));
    value(await session.result());
    const start = value(await session.moveCursor({ c: 0, y: 10, x: 10, term: 0 }));
    await vscode.commands.executeCommand('convt.step');
    assertEqual(value(await session.cursor()), { ...start, term: 1 });
    await vscode.commands.executeCommand('convt.step');
    await vscode.commands.executeCommand('convt.stepBack');
    assertEqual(value(await session.cursor()), { ...start, term: 1 });
  });

  it('do nothing if there is no debugger', async () => {
    await vscode.commands.executeCommand('convt.step');
    await vscode.commands.executeCommand('convt.showSource');
  });
});
