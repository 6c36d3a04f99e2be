import * as vscode from 'vscode';
import { callCommands } from './callCommands.ts';
import { CallAnswers } from './callAnswers.ts';
import { exampleCode } from './exampleCode.ts';
import type { CallTools, CallToolsParts } from './callTools.ts';

/** Python documents of every kind: files, untitled ones, virtual file systems, old versions, cells of notebooks. */
const python: vscode.DocumentSelector = { language: 'python' };

/** Text that may contain a call. Nothing that reads Python is loaded for any other document. */
const mayHaveCalls = /transpose|fold/i;

/** What Python documents show of their calls. */
export interface CodeFeatures {
  /** Loads whatever reads Python, if it is not loaded. */
  readonly tools: () => Promise<CallTools>;
  readonly dispose: () => void;
}

/**
 * Registers what Python documents show of their calls, and the commands. Whatever reads Python is loaded with the first
 * document that may contain a call.
 */
export function registerCodeFeatures(parts: Omit<CallToolsParts, 'answers'>, state: vscode.Memento): CodeFeatures {
  const answers = new CallAnswers(state);
  const loading = new LoadedTools({ ...parts, answers });
  const { languages, commands, workspace } = vscode;
  parts.panels.findCode = async (place) => (await loading.get()).codeAt(place);
  const changed = new vscode.EventEmitter<void>();
  const check = (document: vscode.TextDocument): void => {
    if (document.languageId === 'python' && mayHaveCalls.test(document.getText())) void loading.get();
  };
  workspace.textDocuments.forEach(check);
  const within = async <T>(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
    make: (tools: CallTools) => T,
  ): Promise<T | null> => {
    if (!mayHaveCalls.test(document.getText())) return null;
    const tools = await loading.get();
    return token.isCancellationRequested ? null : make(tools);
  };
  const refresh = vscode.Disposable.from(
    answers.onDidChange(() => changed.fire()),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('convt.code')) changed.fire();
    }),
  );
  const registered = vscode.Disposable.from(
    answers,
    loading,
    changed,
    refresh,
    workspace.onDidOpenTextDocument(check),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (loading.now() === null) check(document);
    }),
    languages.registerCodeLensProvider(python, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document, token) => within(document, token, ({ providers }) => providers.lenses(document)),
    }),
    languages.registerHoverProvider(python, {
      provideHover: (document, position, token) =>
        within(document, token, ({ providers }) => providers.hover(document, position)),
    }),
    languages.registerInlayHintsProvider(python, {
      onDidChangeInlayHints: changed.event,
      provideInlayHints: (document, range, token) =>
        within(document, token, ({ providers }) => providers.hints(document, range)),
    }),
    languages.registerCodeActionsProvider(
      python,
      {
        provideCodeActions: (document, range, context, token) =>
          within(document, token, ({ providers }) => providers.actions(document, range, context)),
      },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.Refactor] },
    ),
    commands.registerCommand(callCommands.debug, async (target?: unknown) => (await loading.get()).debug(target)),
    commands.registerCommand(callCommands.setInput, async (target?: unknown) => (await loading.get()).setInput(target)),
    commands.registerCommand(callCommands.frameworks, async (target?: unknown) =>
      (await loading.get()).showInFrameworks(target),
    ),
    commands.registerCommand('convt.openExampleCode', async () => {
      const document = await workspace.openTextDocument({ content: exampleCode, language: 'python' });
      await vscode.window.showTextDocument(document);
    }),
    commands.registerCommand('convt.useSelection', async () => (await loading.get()).useSelection()),
  );
  return { tools: () => loading.get(), dispose: () => void registered.dispose() };
}

/** The part of the extension that reads Python, loaded once when it is needed. */
class LoadedTools {
  readonly #parts: CallToolsParts;
  #loading: Promise<CallTools> | null = null;
  #tools: CallTools | null = null;
  #isDisposed = false;

  constructor(parts: CallToolsParts) {
    this.#parts = parts;
  }

  /** Returns the tools if they are loaded. */
  now(): CallTools | null {
    return this.#tools;
  }

  get(): Promise<CallTools> {
    return (this.#loading ??= this.#load());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#tools?.dispose();
  }

  async #load(): Promise<CallTools> {
    const { CallTools: Tools } = await import('./callTools.ts');
    const tools = new Tools(this.#parts);
    this.#tools = tools;
    if (this.#isDisposed) tools.dispose();
    return tools;
  }
}
