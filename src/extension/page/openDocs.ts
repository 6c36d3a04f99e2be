import * as vscode from 'vscode';
import type { DocsPlace } from '../../scenario/text/explainedTerms.ts';

/**
 * Shows a section of the documentation: the packaged page as a Markdown preview, without a network. If the extension's
 * files cannot be opened as documents, as in a browser, opens the page of the repository.
 */
export async function openDocs(extension: vscode.Uri, { page, anchor }: DocsPlace): Promise<void> {
  const file = vscode.Uri.joinPath(extension, 'docs', `${page}.md`).with({ fragment: anchor });
  try {
    await vscode.workspace.fs.stat(file.with({ fragment: '' }));
    await vscode.commands.executeCommand('markdown.showPreview', file);
  } catch {
    await vscode.env.openExternal(vscode.Uri.parse(`${repositoryOf(extension)}/blob/HEAD/docs/${page}.md#${anchor}`));
  }
}

/** Returns the address of the repository in the manifest of the extension with these files. */
function repositoryOf(extension: vscode.Uri): string {
  const own = vscode.extensions.all.find(({ extensionUri }) => extensionUri.toString() === extension.toString());
  const { repository } = (own?.packageJSON ?? {}) as { readonly repository?: { readonly url?: string } };
  return (repository?.url ?? '').replace(/\.git$/, '');
}
