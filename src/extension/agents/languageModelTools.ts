import * as vscode from 'vscode';
import type { Tool } from '../../tools/shared/tool.ts';
import { tools } from '../../tools/tools.ts';
import { type Reviewer, workspaceHost } from './workspaceHost.ts';

/**
 * Registers the tools as language model tools. package.json repeats their names, descriptions and schemas, because VS Code
 * shows them before the extension is active; a test compares both.
 */
export function registerLanguageModelTools(reviewer: Reviewer): vscode.Disposable {
  return vscode.Disposable.from(
    ...tools.map((tool) =>
      vscode.lm.registerTool<unknown>(tool.name, {
        prepareInvocation: ({ input }) => preparedInvocation(tool, input),
        invoke: ({ input }, token) => invoke(tool, input, token, reviewer),
      }),
    ),
  );
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
