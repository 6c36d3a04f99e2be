import * as vscode from 'vscode';
import { eventually } from '../browser/eventually.ts';
import { assert, assertEqual, assertMatch } from './assert.ts';
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
    const title = await eventually(() => {
      const [only = '', ...others] = titles();
      assertEqual(others, [], 'further panels');
      assertMatch(only, /^ConvTranspose2d: ./);
      return only;
    }, 'opening a panel');
    await closeEverything();
    await vscode.commands.executeCommand('convt.open');
    await eventually(() => assertEqual(titles(), [title]), 'opening another panel');
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await eventually(() => debuggerTabs()[0]?.isActive === false, 'hiding the panel');
    await vscode.commands.executeCommand('convt.open');
    await eventually(() => debuggerTabs()[0]?.isActive === true, 'coming back to the front');
    // A second panel would have come to the front in its place.
    assertEqual(titles(), [title]);
  });

  it('show the call in other frameworks in the debugger that was used last, or in a new one', async () => {
    await vscode.commands.executeCommand('convt.showInOtherFrameworks');
    await eventually(() => assertEqual(debuggerTabs().length, 1), 'opening a panel');
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await eventually(() => debuggerTabs()[0]?.isActive === false, 'hiding the panel');
    await vscode.commands.executeCommand('convt.showInOtherFrameworks');
    await eventually(() => debuggerTabs()[0]?.isActive === true, 'coming back to the front');
    assertEqual(debuggerTabs().length, 1);
  });

  it('step the active debugger', async () => {
    const session = value(await (await api()).open('asker'));
    value(await session.result());
    const start = value(await session.moveCursor({ c: 0, y: 10, x: 10, term: 0 }));
    await eventually(() => session.panel.active, 'the panel becoming active');
    for (const [command, term] of [
      ['convt.step', 1],
      ['convt.step', 2],
      ['convt.stepBack', 1],
    ] as const) {
      await vscode.commands.executeCommand(command);
      await eventually(
        async () => assertEqual(value(await session.cursor()), { ...start, term }, 'cursor'),
        `${command} to term ${term}`,
      );
    }
  });

  it('do nothing if there is no debugger', async () => {
    await vscode.commands.executeCommand('convt.step');
    await vscode.commands.executeCommand('convt.showSource');
  });
});
