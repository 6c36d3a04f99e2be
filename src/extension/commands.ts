import * as vscode from 'vscode';
import { ok } from '../engine/core/refusal.ts';
import { performRequest, showProbeRequest, type Action } from '../protocol/hostMessages.ts';
import { presets } from '../scenario/presets/presets.ts';
import type { Comparisons } from './compare/comparisons.ts';
import type { DiffTabs } from './compare/diffTabs.ts';
import type { Debuggers } from './debugger/debuggers.ts';
import type { LastScenario } from './debugger/lastScenario.ts';
import { newScenario } from './debugger/newScenario.ts';
import { openDocumentInDebugger } from './debugger/openDocumentInDebugger.ts';
import type { Panels } from './debugger/panels.ts';
import { pickPreset } from './debugger/pickPreset.ts';
import { presetScenario } from './api/resolveTarget.ts';
import { openProbeFile } from './files/openProbeFile.ts';
import { pickTensorFile } from './files/pickTensorEntry.ts';
import type { ScenarioTests } from './testing/scenarioTests.ts';
import type { ReportProgram } from './report/writeReport.ts';
import type { ShareLinks } from './share/shareLinks.ts';
import { showRefusal } from './shared/showRefusal.ts';
import { tensorEditorOf } from './tensorFile/tensorEditorOf.ts';

/** The objects that the commands act on. */
export interface CommandTargets {
  readonly debuggers: Debuggers;
  readonly panels: Panels;
  readonly last: LastScenario;
  readonly comparisons: Comparisons;
  readonly diffTabs: DiffTabs;
  readonly tests: ScenarioTests;
  readonly links: ShareLinks;
  readonly program: ReportProgram;
  /** The id of this extension, publisher included, which names its walkthrough. */
  readonly extensionId: string;
}

const actionCommands: readonly (readonly [command: string, action: Action])[] = [
  ['convt.first', 'first'],
  ['convt.stepBack', 'step-back'],
  ['convt.step', 'step'],
  ['convt.play', 'play'],
  ['convt.nextMismatch', 'next-mismatch'],
  ['convt.previousMismatch', 'previous-mismatch'],
  ['convt.cancel', 'cancel'],
  ['convt.undo', 'undo'],
  ['convt.redo', 'redo'],
];

/** Registers every command of package.json. */
export function registerCommands(targets: CommandTargets): vscode.Disposable {
  const { debuggers, panels, last, comparisons, diffTabs, tests, links, program, extensionId } = targets;
  const register = vscode.commands.registerCommand.bind(vscode.commands);
  return vscode.Disposable.from(
    register('convt.open', () => {
      const open = debuggers.lastPanel();
      if (open !== null) open.panel.reveal();
      else panels.open(last.recall() ?? presets[0].scenario);
    }),
    // A key binding or a walkthrough may name the preset.
    register('convt.openPreset', async (id?: unknown) => {
      const chosen = typeof id === 'string' ? presetScenario(id) : ok(await pickPreset());
      if (!chosen.ok) showRefusal(chosen);
      else if (chosen.value !== null) panels.open(chosen.value);
    }),
    // From a menu VS Code passes the file that was clicked.
    register('convt.openScenario', async (clicked?: unknown) => {
      const uri = clicked instanceof vscode.Uri ? clicked : await askForScenario();
      if (uri !== null) showRefusal(await openDocumentInDebugger(uri, debuggers));
    }),
    register('convt.debugTest', (target?: unknown) => tests.debug(target)),
    // A key binding or a task may name the document and the file to write.
    register('convt.exportReport', async (clicked?: unknown, to?: unknown) => {
      const { exportReport } = await import('./report/exportReport.ts');
      await exportReport(clicked, to instanceof vscode.Uri ? { to } : {}, debuggers, program);
    }),
    register('convt.copyShareLink', (clicked?: unknown) => links.copy(clicked)),
    register('convt.newScenario', () => newScenario()),
    register('convt.getStarted', () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#convt.getStarted`, false),
    ),
    // A command has one title. The palette's has the words that people search for, the menu's says what happens to the
    // file. A scenario opens in the debugger, any other file in the tensor viewer.
    ...['convt.viewTensorFile', 'convt.openInTensorViewer', 'convt.openInDebugger'].map((command) =>
      register(command, async (clicked?: unknown) => {
        const uri = clicked instanceof vscode.Uri ? clicked : await pickTensorFile('View Tensor File');
        if (uri === null) return;
        if (uri.path.endsWith('.convt.json')) showRefusal(await openDocumentInDebugger(uri, debuggers));
        else await vscode.commands.executeCommand('vscode.openWith', uri, tensorEditorOf(uri));
      }),
    ),
    // From the explorer VS Code passes the file that was clicked, then all selected files.
    ...['convt.compareTensors', 'convt.compareSelected', 'convt.compareWith'].map((command) =>
      register(command, async (clicked?: unknown, selected?: unknown) => {
        showRefusal(await comparisons.compare(filesOf(clicked, selected, diffTabs)));
      }),
    ),
    register('convt.showSource', async (clicked?: unknown) => {
      const uri = clicked instanceof vscode.Uri ? clicked : debuggers.current()?.model.document;
      if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, 'default', vscode.ViewColumn.Beside);
    }),
    register('convt.showInOtherFrameworks', async () => {
      const open = debuggers.current() ?? debuggers.last() ?? panels.open(last.recall() ?? presets[0].scenario);
      open.panel.reveal();
      await open.ask(performRequest, { action: 'show-frameworks' }, { once: true });
    }),
    // A key binding or a task may name the file.
    register('convt.openProbeResult', async (file?: unknown) => {
      const read = await openProbeFile(file instanceof vscode.Uri ? file : null);
      if (!read.ok || read.value === null) {
        showRefusal(read);
        return;
      }
      const open = debuggers.current() ?? debuggers.last() ?? panels.open(last.recall() ?? presets[0].scenario);
      open.panel.reveal();
      await open.ask(showProbeRequest, read.value, { once: true });
    }),
    ...actionCommands.map(([command, action]) =>
      register(command, async () => {
        const comparison = comparisons.current();
        if (comparison === null) {
          await debuggers.current()?.ask(performRequest, { action }, { once: true });
        } else if (action === 'next-mismatch') comparison.step(1);
        else if (action === 'previous-mismatch') comparison.step(-1);
      }),
    ),
  );
}

/** Returns the files that a command is called with; without any, those of the diff editor in front. */
function filesOf(clicked: unknown, selected: unknown, diffTabs: DiffTabs): readonly vscode.Uri[] {
  const files = (Array.isArray(selected) ? selected : [clicked]).filter((file) => file instanceof vscode.Uri);
  return files.length === 0 ? (diffTabs.current() ?? []) : files;
}

async function askForScenario(): Promise<vscode.Uri | null> {
  const picked = await vscode.window.showOpenDialog({
    title: 'Open Scenario File',
    // macOS compares only the part of a name after its last dot.
    filters: { Scenario: ['convt.json', 'json'] },
  });
  return picked?.[0] ?? null;
}
