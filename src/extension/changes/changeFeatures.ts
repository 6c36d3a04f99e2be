import * as vscode from 'vscode';
import type { CodeFeatures } from '../code/codeFeatures.ts';
import { Git } from '../git/git.ts';
import { changeCommands } from './changeCommands.ts';
import type { ChangeNode } from './changeNodes.ts';
import type { ChangeTools, ChangeToolsParts } from './changeTools.ts';
import { ChangesView } from './changesView.ts';
import { pickRange } from './pickRange.ts';

const python: vscode.DocumentSelector = { language: 'python' };
/** Text that may contain a call. */
const mayHaveCalls = /transpose|fold/i;
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
  codeTools: CodeFeatures['tools'],
  parts: Omit<ChangeToolsParts, 'git'>,
): ChangeFeatures {
  const git = new Git();
  const { commands, languages, workspace } = vscode;
  let loading: Promise<ChangeTools> | null = null;
  let isDisposed = false;
  const load = async (): Promise<ChangeTools> => {
    const [calls, { ChangeTools: Tools }] = await Promise.all([codeTools(), import('./changeTools.ts')]);
    const tools = new Tools({ ...parts, git }, calls);
    if (isDisposed) tools.dispose();
    return tools;
  };
  const tools = (): Promise<ChangeTools> => (loading ??= load());
  const changed = new vscode.EventEmitter<void>();
  const view = new ChangesView(git, tools);
  /** Diff editors are noted as soon as one may have calls. */
  const check = ({ languageId, getText }: Pick<vscode.TextDocument, 'languageId' | 'getText'>): void => {
    if (languageId === 'python' && mayHaveCalls.test(getText())) void tools();
  };
  workspace.textDocuments.forEach((document) =>
    check({ languageId: document.languageId, getText: () => document.getText() }),
  );
  const registered = vscode.Disposable.from(
    git,
    changed,
    view,
    {
      dispose: () => {
        isDisposed = true;
        void loading?.then((loaded) => loaded.dispose());
      },
    },
    git.onDidChange(() => changed.fire()),
    workspace.onDidOpenTextDocument((document) =>
      check({ languageId: document.languageId, getText: () => document.getText() }),
    ),
    workspace.onDidSaveTextDocument(({ languageId }) => {
      if (languageId === 'python') view.refresh();
    }),
    languages.registerCodeLensProvider(python, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async (document, token) =>
        mayHaveCalls.test(document.getText()) ? await (await tools()).lenses.lenses(document, token) : [],
    }),
    languages.registerHoverProvider(python, {
      provideHover: async (document, position, token) =>
        mayHaveCalls.test(document.getText()) ? await (await tools()).lenses.hover(document, position, token) : null,
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
    commands.registerCommand(changeCommands.debugBoth, async (target?: unknown) => (await tools()).debugBoth(target)),
    commands.registerCommand(changeCommands.openDiff, async (node: ChangeNode) => (await tools()).openDiff(node)),
    commands.registerCommand(changeCommands.openBoth, async (node: ChangeNode) => (await tools()).openBoth(node)),
  );
  return {
    review: async (versions, token) => (await tools()).reviewFor(versions, token),
    dispose: () => void registered.dispose(),
  };
}
