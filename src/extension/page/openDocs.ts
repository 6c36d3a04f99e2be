import * as vscode from 'vscode';
import { docsFolderOf } from '../../scenario/text/docsFolderOf.ts';
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
    await vscode.env.openExternal(vscode.Uri.parse(`${docsAddress(manifestOf(extension))}/${page}.md#${anchor}`));
  }
}

/** The parts of package.json that the extension reads. */
export interface Manifest {
  readonly version?: string;
  readonly repository?: { readonly url?: string };
  readonly contributes?: { readonly languageModelTools?: readonly { readonly name: string }[] };
}

/** Returns the address on the web of the folder with the pages of the documentation. */
export function docsAddress({ repository }: Manifest): string {
  return docsFolderOf(repository?.url ?? '');
}

/** Returns the manifest of the extension with these files. */
function manifestOf(extension: vscode.Uri): Manifest {
  const own = vscode.extensions.all.find(({ extensionUri }) => extensionUri.toString() === extension.toString());
  return (own?.packageJSON ?? {}) as Manifest;
}
