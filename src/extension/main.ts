import * as vscode from 'vscode';
import type { ConvtApi } from './api/api.ts';
import { registerCommands } from './commands.ts';
import { Comparisons } from './compare/comparisons.ts';
import { DiffTabs } from './compare/diffTabs.ts';
import { registerChangeFeatures } from './changes/changeFeatures.ts';
import { CallAnswers } from './code/callAnswers.ts';
import { callToolsOf, registerCodeFeatures } from './code/codeFeatures.ts';
import { Coach } from './debugger/coach.ts';
import { createApi } from './api/createApi.ts';
import { Debuggers } from './debugger/debuggers.ts';
import { DocumentDiagnostics } from './document/documentDiagnostics.ts';
import { LastScenario } from './debugger/lastScenario.ts';
import { registerLanguageModelTools } from './agents/languageModelTools.ts';
import { registerMcpServer } from './agents/mcpServer.ts';
import { Panels } from './debugger/panels.ts';
import { docsAddress, type Manifest } from './page/openDocs.ts';
import { ShareLinks } from './share/shareLinks.ts';
import { ScenarioEditor } from './debugger/scenarioEditor.ts';
import { TensorFileEditor } from './tensorFile/tensorFileEditor.ts';
import { ScenarioTests } from './testing/scenarioTests.ts';
import { TensorUses } from './tensorFile/tensorUses.ts';
import { viewIds } from './shared/viewIds.ts';

/** Registers the commands, editors and panels. Pages, and the engine in them, start when the user opens one. */
export function activate(context: vscode.ExtensionContext): ConvtApi {
  const debuggers = new Debuggers();
  const last = new LastScenario(context.workspaceState);
  const coach = new Coach(context.globalState);
  const panels = new Panels(context.extensionUri, debuggers, last, coach);
  const comparisons = new Comparisons(context.extensionUri);
  const diffTabs = new DiffTabs(comparisons);
  const tensorFiles = new TensorFileEditor(context.extensionUri, new TensorUses(debuggers, panels), (uri, panel) =>
    diffTabs.add(uri, panel),
  );
  const tests = new ScenarioTests(debuggers);
  const links = new ShareLinks(context.extension.id, debuggers, panels);
  const manifest = context.extension.packageJSON as Manifest;
  const program = {
    extension: context.extensionUri,
    version: manifest.version ?? 'unknown',
    documentation: docsAddress(manifest),
  };
  const answers = new CallAnswers(context.workspaceState);
  const callTools = callToolsOf({ debuggers, panels, last, answers });
  // VS Code shows the lenses of the provider that was registered last first: what a call does, then what changed.
  const changes = registerChangeFeatures(callTools, { panels, comparisons });
  const code = registerCodeFeatures(callTools, { answers, panels });
  context.subscriptions.push(
    tests,
    diffTabs,
    new DocumentDiagnostics(),
    code,
    changes,
    registerCommands({
      debuggers,
      panels,
      last,
      comparisons,
      diffTabs,
      tests,
      links,
      program,
      extensionId: context.extension.id,
    }),
    vscode.window.registerUriHandler(links),
    registerLanguageModelTools(manifest, (versions, token) => changes.review(versions, token)),
    registerMcpServer(context.extensionUri, program.version),
    vscode.window.registerWebviewPanelSerializer(viewIds.debuggerPanel, panels),
    vscode.window.registerWebviewPanelSerializer(viewIds.comparePanel, comparisons),
    vscode.window.registerCustomEditorProvider(
      viewIds.scenarioEditor,
      new ScenarioEditor(context.extensionUri, debuggers, coach),
    ),
    vscode.window.registerCustomEditorProvider(viewIds.tensorFileEditor, tensorFiles),
    vscode.window.registerCustomEditorProvider(viewIds.tensorFileOption, tensorFiles),
  );
  return createApi(debuggers, panels);
}
