import * as vscode from 'vscode';
import type { Cursor } from '../../src/engine/provenance/stage.ts';
import type { DebuggerSession } from '../../src/extension/api/api.ts';
import { readyRequest } from '../../src/protocol/hostMessages.ts';
import { findPreset, presets } from '../../src/scenario/presets/presets.ts';
import { eventually } from '../browser/eventually.ts';
import { assertEqual } from './assert.ts';
import { api, closeEverything, value } from './convt.ts';

const place: Cursor = { n: 0, c: 0, y: 20, x: 31, term: 2 };

/** Reloads the session's page and waits for the new page, because the old page may still answer until it is gone. */
async function reload({ panel }: DebuggerSession): Promise<void> {
  let ready = false;
  const listening = panel.webview.onDidReceiveMessage((message: unknown) => {
    ready ||= isCall(message) && message.name === readyRequest.name;
  });
  await vscode.commands.executeCommand('workbench.action.webview.reloadWebviewAction');
  await eventually(() => ready, 'reloading the page');
  listening.dispose();
}

function isCall(message: unknown): message is { readonly name: unknown } {
  return typeof message === 'object' && message !== null && 'name' in message;
}

describe('a debugger', () => {
  afterEach(closeEverything);

  it('keeps its report and its cursor while its tab is hidden', async () => {
    const session = value(await (await api()).open('asker'));
    const before = value(await session.result());
    value(await session.moveCursor(place));
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await eventually(() => !session.panel.visible, 'hiding the panel');
    session.panel.reveal();
    assertEqual(value(await session.result()), before, 'report');
    assertEqual(value(await session.cursor()), place, 'cursor');
  });

  it('is brought to the front when it is asked something', async () => {
    const session = value(await (await api()).open('asker'));
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await eventually(() => !session.panel.visible, 'hiding the panel');
    assertEqual(value(await session.result()).output.shape, [1, 1, 55, 55]);
    await eventually(() => session.panel.visible, 'coming to the front');
  });

  it('takes a step that was requested while it was hidden, once', async () => {
    const session = value(await (await api()).open('asker'));
    value(await session.result());
    value(await session.moveCursor({ ...place, term: 0 }));
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await eventually(() => !session.panel.visible, 'hiding the panel');
    value(await session.perform('step'));
    assertEqual(value(await session.cursor()), { ...place, term: 1 });
  });

  it('keeps its report and its cursor when its page is reloaded', async () => {
    const session = value(await (await api()).open('asker'));
    const before = value(await session.result());
    value(await session.moveCursor(place));
    await reload(session);
    assertEqual(value(await session.result()), before, 'report');
    assertEqual(value(await session.cursor()), place, 'cursor');
  });

  it('keeps an edited scenario when its page is reloaded', async () => {
    const session = value(await (await api()).open('asker'));
    value(await session.result());
    const { scenario } = findPreset('asker') ?? presets[0];
    value(await session.edit({ ...scenario, params: { ...scenario.params, stride: [3, 3] } }));
    const before = value(await session.result());
    await reload(session);
    assertEqual(value(await session.result()), before, 'report');
    assertEqual(before.parameters.stride, [3, 3]);
  });
});
