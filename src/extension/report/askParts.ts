import * as vscode from 'vscode';
import { bytesPerMegabyte } from '../../engine/validation/memory.ts';
import { base64Length } from '../../report/bytes/base64.ts';
import { largestTensorMegabytes } from '../../report/write/packDebugger.ts';
import { formatBytes } from '../../scenario/text/format.ts';
import type { GatheredHtml, GatheredReport, ReportParts } from './writeReport.ts';

/** A tensor of more bytes is left out of an HTML file unless the user picks it. */
const largestPicked = largestTensorMegabytes * bytesPerMegabyte;

/** Asks for the parts of a report; null if the user cancels. JSON has no parts. */
export async function askParts(gathered: GatheredReport): Promise<ReportParts | null> {
  if (gathered.format === 'html') return await askHtmlParts(gathered);
  if (gathered.format === 'json' || pictureBytes(gathered) === 0) {
    return { withDebugger: false, leftOut: new Set(), pictures: 'none' };
  }
  const choices = [
    { label: 'Pictures in files beside it', description: 'GitHub shows them', pictures: 'beside' },
    { label: 'Pictures in the text', description: 'as data URIs, which GitHub does not show', pictures: 'in' },
    { label: 'No pictures', pictures: 'none' },
  ] as const;
  const picked = await vscode.window.showQuickPick(choices, { title: 'ConvTranspose2d: Export Report' });
  return picked === undefined ? null : { withDebugger: false, leftOut: new Set(), pictures: picked.pictures };
}

interface PartItem extends vscode.QuickPickItem {
  readonly part: 'debugger' | 'pictures' | { readonly tensor: string };
  readonly bytes: number;
}

/** The size of an HTML report without its parts, in bytes: the answer, the tables and the styles. */
const plainBytes = 12e3;

async function askHtmlParts(gathered: GatheredHtml): Promise<ReportParts | null> {
  const items = partItems(gathered);
  const pick = vscode.window.createQuickPick<PartItem>();
  pick.canSelectMany = true;
  pick.items = items;
  pick.selectedItems = items.filter(({ bytes }) => bytes <= largestPicked);
  pick.placeholder = 'Parts beside the answer, the fix and the numbers';
  const tellSize = (chosen: readonly PartItem[]): void => {
    const total = chosen.reduce((sum, { bytes }) => sum + bytes, plainBytes);
    pick.title = `ConvTranspose2d: Export Report, about ${formatBytes(total)}`;
  };
  pick.onDidChangeSelection(tellSize);
  tellSize(pick.selectedItems);
  return await new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(partsOf(items, pick.selectedItems));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(null);
      pick.dispose();
    });
    pick.show();
  });
}

function partItems(gathered: GatheredHtml): readonly PartItem[] {
  const { tensors, packed } = gathered;
  const page = packed.page.length + packed.hostScript.length;
  const pictures = base64Length(pictureBytes(gathered));
  return [
    {
      label: 'Debugger',
      description: formatBytes(page),
      detail: 'all panes, interactive',
      part: 'debugger',
      bytes: page,
    },
    ...tensors.map(({ path, size }): PartItem => {
      const detail = size > largestPicked ? 'large; without it the debugger cannot compute the call' : undefined;
      return {
        label: path,
        description: formatBytes(size),
        ...(detail === undefined ? {} : { detail }),
        part: { tensor: path },
        bytes: size,
      };
    }),
    ...(pictures === 0
      ? []
      : [{ label: 'Pictures', description: formatBytes(pictures), part: 'pictures', bytes: pictures } as const]),
  ];
}

function partsOf(items: readonly PartItem[], chosen: readonly PartItem[]): ReportParts {
  const isChosen = (part: string): boolean => chosen.some((item) => item.part === part);
  const tensors = items.flatMap((item) =>
    typeof item.part === 'object' && !chosen.includes(item) ? [item.part.tensor] : [],
  );
  return {
    withDebugger: isChosen('debugger'),
    leftOut: new Set(tensors),
    pictures: isChosen('pictures') ? 'in' : 'none',
  };
}

function pictureBytes({ facts: { outcome } }: GatheredReport): number {
  return outcome.kind === 'ran' ? outcome.pictures.reduce((sum, { png }) => sum + png.length, 0) : 0;
}
