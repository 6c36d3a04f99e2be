import * as vscode from 'vscode';
import type { CallTools } from '../code/callTools.ts';
import { mayShowCalls } from '../code/mayShowCalls.ts';
import { Git } from '../git/git.ts';
import { LoadedPart } from '../shared/loadedPart.ts';
import { changeCommands } from './changeCommands.ts';
import type { ChangeNode } from './changeNodes.ts';
import type { ChangeTools, ChangeToolsParts } from './changeTools.ts';
import { ChangesView } from './changesView.ts';
import { pickRange } from './pickRange.ts';

const python: vscode.DocumentSelector = { language: 'python' };
const noGit = 'There is no Git repository here. Open a folder that is in one; in a browser, VS Code has no Git.';

/** What is shown of changes. */
export interface ChangeFeatures {
  /** Compares two versions for an agent. */
  readonly review: ChangeTools['reviewFor'];
  readonly dispose: () => void;
}

/**
 * Registers what is shown of changes: lenses and hovers beside changed calls, notes in diff editors, the view of changes,
 * and the commands. Git is asked, and Python read, only when something of this is needed.
 */
export function registerChangeFeatures(
  callTools: LoadedPart<CallTools>,
  parts: Omit<ChangeToolsParts, 'git'>,
): ChangeFeatures {
  const git = new Git();
  const { commands, languages, workspace } = vscode;
  const tools = new LoadedPart(async () => {
    const [calls, { ChangeTools: Tools }] = await Promise.all([callTools.get(), import('./changeTools.ts')]);
    return new Tools({ ...parts, git }, calls);
  });
  const changed = new vscode.EventEmitter<void>();
  const view = new ChangesView(git, () => tools.get());
  /** Diff editors are noted as soon as one may have calls. */
  const check = (document: vscode.TextDocument): void => {
    if (mayShowCalls(document)) void tools.get();
  };
  workspace.textDocuments.forEach(check);
  const registered = vscode.Disposable.from(
    git,
    changed,
    view,
    tools,
    git.onDidChange(() => changed.fire()),
    workspace.onDidOpenTextDocument(check),
    workspace.onDidSaveTextDocument(({ languageId }) => {
      if (languageId === 'python') view.refresh();
    }),
    languages.registerCodeLensProvider(python, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async (document, token) =>
        mayShowCalls(document) ? await (await tools.get()).lenses.lenses(document, token) : [],
    }),
    languages.registerHoverProvider(python, {
      provideHover: async (document, position, token) =>
        mayShowCalls(document) ? await (await tools.get()).lenses.hover(document, position, token) : null,
    }),
    commands.registerCommand(changeCommands.review, async () => {
      const api = await git.api();
      if (api === null || api.repositories.length === 0) {
        void vscode.window.showInformationMessage(noGit);
        return;
      }
      const picked = await pickRange(api);
      if (picked.kind === 'picked') await view.show(picked.range);
    }),
    commands.registerCommand(changeCommands.refresh, () => view.refresh()),
    commands.registerCommand(changeCommands.debugBoth, async (target?: unknown) =>
      (await tools.get()).debugBoth(target),
    ),
    commands.registerCommand(changeCommands.openDiff, async (node: ChangeNode) => (await tools.get()).openDiff(node)),
    commands.registerCommand(changeCommands.openBoth, async (node: ChangeNode) => (await tools.get()).openBoth(node)),
  );
  return {
    review: async (versions, token) => (await tools.get()).reviewFor(versions, token),
    dispose: () => void registered.dispose(),
  };
}
