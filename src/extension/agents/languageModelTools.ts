import * as vscode from 'vscode';
import type { Tool } from '../../tools/shared/tool.ts';
import type { Manifest } from '../page/openDocs.ts';
import { type Reviewer, workspaceHost } from './workspaceHost.ts';

/**
 * Registers the tools as language model tools. package.json repeats their names, descriptions and schemas, because VS Code
 * shows them before the extension is active; a test compares both. A tool is loaded when it is used.
 */
export function registerLanguageModelTools(manifest: Manifest, reviewer: Reviewer): vscode.Disposable {
  return vscode.Disposable.from(
    ...(manifest.contributes?.languageModelTools ?? []).map(({ name }) =>
      vscode.lm.registerTool<unknown>(name, {
        prepareInvocation: async ({ input }) => preparedInvocation(await toolNamed(name), input),
        invoke: async ({ input }, token) => await invoke(await toolNamed(name), input, token, reviewer),
      }),
    ),
  );
}

async function toolNamed(name: string): Promise<Tool> {
  const { tools } = await import('../../tools/tools.ts');
  const tool = tools.find((each) => each.name === name);
  if (tool === undefined) throw new Error(`There is no tool ${name}.`);
  return tool;
}

/** Says what a tool is about to do, and asks before files are read. */
export function preparedInvocation(tool: Tool, input: unknown): vscode.PreparedToolInvocation {
  const plan = tool.plan(input);
  // The error follows when the tool is invoked, for the model to read.
  if (!plan.ok) return { invocationMessage: tool.title };
  const { summary, files } = plan.value;
  if (files.length === 0) return { invocationMessage: summary };
  const message = `Reads ${files.map((file) => JSON.stringify(file)).join(', ')}. Files are parsed, never executed, and nothing is changed.`;
  return { invocationMessage: summary, confirmationMessages: { title: tool.title, message } };
}

async function invoke(
  tool: Tool,
  input: unknown,
  token: vscode.CancellationToken,
  reviewer: Reviewer,
): Promise<vscode.LanguageModelToolResult> {
  const plan = tool.plan(input);
  // The message of an error is what the model reads.
  if (!plan.ok) throw new Error(plan.refusal.message);
  const answer = await plan.value.run(workspaceHost(token, reviewer));
  if (!answer.ok) throw new Error(answer.refusal.message);
  const { text, json } = answer.value;
  return new vscode.LanguageModelToolResult([
    new vscode.LanguageModelTextPart(text),
    new vscode.LanguageModelTextPart(JSON.stringify(json)),
  ]);
}
