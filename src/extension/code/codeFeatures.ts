import * as vscode from 'vscode';
import { LoadedPart } from '../shared/loadedPart.ts';
import { callCommands } from './callCommands.ts';
import type { CallTools, CallToolsParts } from './callTools.ts';
import { onCodeSettings } from './codeSettings.ts';
import { exampleCode } from './exampleCode.ts';
import { mayShowCalls } from './mayShowCalls.ts';

/** Python documents of every kind: files, untitled ones, virtual file systems, old versions, cells of notebooks. */
const python: vscode.DocumentSelector = { language: 'python' };

/** Returns the part of the extension that reads Python, which nothing loads before a document or a command needs it. */
export function callToolsOf(parts: CallToolsParts): LoadedPart<CallTools> {
  return new LoadedPart(async () => {
    const { CallTools: Tools } = await import('./callTools.ts');
    return new Tools(parts);
  });
}

/**
 * Registers what Python documents show of their calls, and the commands. Whatever reads Python is loaded with the first
 * document that may contain a call.
 */
export function registerCodeFeatures(
  tools: LoadedPart<CallTools>,
  { answers, panels }: Pick<CallToolsParts, 'answers' | 'panels'>,
): vscode.Disposable {
  const { languages, commands, workspace } = vscode;
  panels.findCode = async (place) => (await tools.get()).codeAt(place);
  const changed = new vscode.EventEmitter<void>();
  const check = (document: vscode.TextDocument): void => {
    if (mayShowCalls(document)) void tools.get();
  };
  workspace.textDocuments.forEach(check);
  const within = async <T>(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
    make: (loaded: CallTools) => T,
  ): Promise<T | null> => {
    if (!mayShowCalls(document)) return null;
    const loaded = await tools.get();
    return token.isCancellationRequested ? null : make(loaded);
  };
  return vscode.Disposable.from(
    answers,
    tools,
    changed,
    answers.onDidChange(() => changed.fire()),
    onCodeSettings(() => changed.fire()),
    workspace.onDidOpenTextDocument(check),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (tools.now() === null) check(document);
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
    commands.registerCommand(callCommands.debug, async (target?: unknown) => (await tools.get()).debug(target)),
    commands.registerCommand(callCommands.setInput, async (target?: unknown) => (await tools.get()).setInput(target)),
    commands.registerCommand(callCommands.frameworks, async (target?: unknown) =>
      (await tools.get()).showInFrameworks(target),
    ),
    commands.registerCommand('convt.openExampleCode', async () => {
      const document = await workspace.openTextDocument({ content: exampleCode, language: 'python' });
      await vscode.window.showTextDocument(document);
    }),
    commands.registerCommand('convt.useSelection', async () => (await tools.get()).useSelection()),
  );
}
