import { reviewTool } from './changes/reviewTool.ts';
import { explainTool } from './explain/explainTool.ts';
import { checkTool, diagnoseTool } from './outputs/outputTools.ts';
import type { Tool } from './shared/tool.ts';

/** All tools for agents. VS Code and `convt mcp` offer these rows. */
export const tools: readonly Tool[] = [explainTool, checkTool, diagnoseTool, reviewTool];
