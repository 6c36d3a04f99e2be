import * as vscode from 'vscode';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { tensorPathOf } from '../../formats/common/tensorPath.ts';
import { filePathsOf, parsedFiles } from '../../scenario/document/filesByPath.ts';
import type { ReviewedVersions, ToolAnswer, ToolHost } from '../../tools/shared/tool.ts';
import { readScenarioFiles } from '../files/readScenarioFiles.ts';
import { readScenarioText } from '../files/readScenarioText.ts';
import { tensorFileUri } from '../files/readTensorAtPath.ts';
import { driveInHost } from '../shared/driveInHost.ts';
import { readSettings } from '../shared/settings.ts';

/** Compares two versions, for the tool that reviews changes. */
export type Reviewer = (versions: ReviewedVersions, token: vscode.CancellationToken) => Promise<Result<ToolAnswer>>;

/**
 * Creates the host of the tools in VS Code: reads files of the workspace only. Relative paths start from the first
 * workspace folder. The token cancels computations.
 */
export function workspaceHost(token: vscode.CancellationToken, reviewer: Reviewer): ToolHost {
  const { memoryCap } = readSettings();
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? null;
  return {
    memoryCap,
    readText: async (path) => {
      const uri = workspaceFile(path, root);
      return uri.ok ? await readScenarioText(uri.value) : uri;
    },
    readTensors: async (scenario, document) => {
      const at = document === null ? null : workspaceFile(document, root);
      if (at?.ok === false) return at;
      const base = at === null ? root : vscode.Uri.joinPath(at.value, '..');
      for (const path of filePathsOf(scenario)) {
        const allowed = workspaceFile(tensorPathOf(path).file, base);
        if (!allowed.ok) return allowed;
      }
      const files = await readScenarioFiles(scenario, base, memoryCap);
      return files.ok ? ok(parsedFiles(files.value)) : files;
    },
    review: (versions) => reviewer(versions, token),
    finish: (steps) => driveInHost('The computation', steps, token),
  };
}

/** Returns the URI of a file; refused unless the file is in a workspace folder. */
function workspaceFile(path: string, base: vscode.Uri | null): Result<vscode.Uri> {
  const uri = tensorFileUri(path, base);
  if (uri === null)
    return refuse('file', `${path} is a relative path, but no folder is open. Ask the user to open one.`);
  return vscode.workspace.getWorkspaceFolder(uri) === undefined
    ? refuse(
        'file',
        `${path} is outside the workspace. Pass a file of the workspace, or ask the user to add its folder.`,
      )
    : ok(uri);
}
