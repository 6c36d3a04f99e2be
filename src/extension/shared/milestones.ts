import * as vscode from 'vscode';

/** The first times of a user that complete a step of the walkthrough; package.json names their contexts. */
export const milestones = [
  'codeDebugged',
  'callChanged',
  'stepped',
  'outputChecked',
  'tensorViewed',
  'tensorsCompared',
] as const;

export type Milestone = (typeof milestones)[number];

/** Sets the context of a milestone, `convt.reached.stepped`. VS Code itself remembers the completed step. */
export function reachMilestone(milestone: Milestone): void {
  void vscode.commands.executeCommand('setContext', `convt.reached.${milestone}`, true);
}
