import * as vscode from 'vscode';
import type { Cursor } from '../../src/engine/stage.ts';
import { findPreset, presets } from '../../src/scenario/presets.ts';
import { assertEqual, eventually } from './assert.ts';
import { api, closeEverything, value } from './convt.ts';

const place: Cursor = { n: 0, c: 0, y: 20, x: 31, term: 2 };

/** VS Code keeps a page's state when the page says so, a moment after the cursor was moved. */
const saved = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600));

describe('a debugger', () => {
  afterEach(closeEverything);

  it('comes back to where it was after its tab was hidden', async () => {
    const session = value(await (await api()).open('asker'));
    const before = value(await session.result());
    value(await session.moveCursor(place));
    await saved();
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await eventually(() => !session.panel.visible, 'hiding the panel');
    session.panel.reveal();
    assertEqual(value(await session.result()), before, 'report');
    assertEqual(value(await session.cursor()), place, 'cursor');
  });

  it('is brought to the front by a question to it', async () => {
    const session = value(await (await api()).open('asker'));
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await eventually(() => !session.panel.visible, 'hiding the panel');
    assertEqual(value(await session.result()).output.shape, [1, 1, 55, 55]);
    assertEqual(session.panel.visible, true, 'visible');
  });

  it('takes a step that was asked of it while it was hidden, and takes it once', async () => {
    const session = value(await (await api()).open('asker'));
    value(await session.result());
    value(await session.moveCursor({ ...place, term: 0 }));
    await saved();
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await eventually(() => !session.panel.visible, 'hiding the panel');
    value(await session.perform('step'));
    assertEqual(value(await session.cursor()), { ...place, term: 1 });
  });

  it('comes back to where it was after its page was reloaded', async () => {
    const session = value(await (await api()).open('asker'));
    const before = value(await session.result());
    value(await session.moveCursor(place));
    await saved();
    await vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
    assertEqual(value(await session.result()), before, 'report');
    assertEqual(value(await session.cursor()), place, 'cursor');
  });

  it('keeps an edited scenario when its page is reloaded', async () => {
    const session = value(await (await api()).open('asker'));
    value(await session.result());
    const { scenario } = findPreset('asker') ?? presets[0];
    value(await session.edit({ ...scenario, params: { ...scenario.params, stride: [3, 3] } }));
    const before = value(await session.result());
    await vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
    assertEqual(value(await session.result()), before, 'report');
    assertEqual(before.parameters.stride, [3, 3]);
  });
});
