import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lab/paths.ts';
import { tools } from '../../src/tools/tools.ts';

interface ToolEntry {
  readonly name: string;
  readonly displayName: string;
  readonly modelDescription: string;
  readonly userDescription: string;
  readonly toolReferenceName: string;
  readonly inputSchema: object;
}

const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly contributes: { readonly languageModelTools: readonly ToolEntry[] };
};

describe('the tools in package.json', () => {
  it('are those of the table: names, titles, descriptions and schemas', () => {
    assert.deepEqual(
      contributes.languageModelTools.map(({ name, displayName, modelDescription, inputSchema }) => ({
        name,
        displayName,
        modelDescription,
        inputSchema,
      })),
      tools.map(({ name, title, description, inputSchema }) => ({
        name,
        displayName: title,
        modelDescription: description,
        inputSchema: JSON.parse(JSON.stringify(inputSchema)) as object,
      })),
    );
  });

  it('have names that VS Code and the Model Context Protocol allow, and words for people', () => {
    for (const { name, userDescription, toolReferenceName } of contributes.languageModelTools) {
      assert.match(name, /^(?!copilot_|vscode_)[\w-]{1,64}$/);
      assert.match(toolReferenceName, /^[\w-]+$/);
      assert.ok(userDescription.length > 0);
    }
  });
});
