import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { messageOf } from '../../engine/core/messageOf.ts';
import type { Tool } from '../../tools/shared/tool.ts';
import { tools } from '../../tools/tools.ts';
import { packageVersion } from '../files/packageVersion.ts';
import { folderHost } from './folderHost.ts';

/**
 * Serves the tools over the Model Context Protocol on stdin and stdout until the client closes stdin. The tools may read
 * files in the given folders.
 */
export async function serveTools(folders: readonly [string, ...string[]], memoryCap: number): Promise<void> {
  // The tools have JSON schemas; McpServer's own table takes schemas of Zod.
  const { server } = new McpServer(
    { name: 'convt', title: 'ConvTranspose2d Debugger', version: packageVersion() },
    { capabilities: { tools: {} } },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, title, description, inputSchema }) => ({
      name,
      title,
      description,
      inputSchema: { ...inputSchema, type: 'object' as const },
      // The tools read files and change nothing.
      annotations: { title, readOnlyHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (tool === undefined) {
      const names = tools.map(({ name }) => name).join(', ');
      throw new McpError(
        ErrorCode.InvalidParams,
        `There is no tool ${JSON.stringify(params.name)}; the tools are ${names}.`,
      );
    }
    return await resultOf(tool, params.arguments ?? {}, folders, memoryCap, signal);
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = resolve;
    process.stdin.once('end', () => void server.close());
  });
  await server.connect(new StdioServerTransport());
  await closed;
}

async function resultOf(
  tool: Tool,
  input: unknown,
  folders: readonly [string, ...string[]],
  memoryCap: number,
  signal: AbortSignal,
): Promise<CallToolResult> {
  try {
    const plan = tool.plan(input);
    if (!plan.ok) return failed(plan.refusal.message);
    const answer = await plan.value.run(folderHost(folders, memoryCap, signal));
    if (!answer.ok) return failed(answer.refusal.message);
    const { text, json } = answer.value;
    // Clients that do not read structured content get the numbers as text.
    const written = JSON.stringify(json);
    return {
      content: [
        { type: 'text', text },
        { type: 'text', text: written },
      ],
      structuredContent: JSON.parse(written) as Record<string, unknown>,
    };
  } catch (error) {
    return failed(`internal error: ${messageOf(error)}`);
  }
}

/** Returns an error that the model reads, to call the tool again with another input. */
function failed(message: string): CallToolResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}
