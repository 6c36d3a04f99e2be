import { assertNever } from '../../engine/core/assertNever.ts';
import { markdownCode, markdownText } from '../../scenario/text/markdownText.ts';
import type { CallChange } from './callChange.ts';
import { changeText, fileChangeLines, isMovedCall, originText } from './changeText.ts';
import type { FileChange } from './fileChange.ts';
import { type LocatedCall, whereText } from './locatedCall.ts';
import { countsOfReview, reviewCountsText, type Review } from './review.ts';

/** Returns a review as Markdown for a comment of a pull request: what each change alters, and the calls as a diff. */
export function reviewMarkdown(review: Review): string {
  const counts = countsOfReview(review);
  const blocks = [
    `### Transposed convolutions: ${markdownText(reviewCountsText(counts).replace(/\.$/, ''))}`,
    `Compared ${markdownCode(review.base)} with ${markdownCode(review.target)}.`,
    ...review.files.flatMap(fileBlocks),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function fileBlocks(file: FileChange): readonly string[] {
  const renamed = file.pathBefore === null ? '' : `, before ${markdownCode(file.pathBefore)}`;
  const head = `#### ${markdownCode(file.path)}${renamed}`;
  if (file.kind === 'calls') return [head, ...file.calls.flatMap(callBlocks)];
  return [
    head,
    fileChangeLines(file)
      .map((line) => `- ${markdownText(line)}`)
      .join('\n'),
  ];
}

function callBlocks(change: CallChange): readonly string[] {
  const call = change.after ?? change.before;
  if (call === null) return [];
  const mark = change.isWorse ? '⚠️ ' : '';
  const origin =
    change.kind === 'changed' && isMovedCall(change) ? ` (moved from ${markdownText(originText(change))})` : '';
  const head = `${mark}${markdownCode(call.site.path)}, ${whereText(call)}${origin}: **${markdownText(changeText(change))}**`;
  return [head, ...detailBlocks(change)];
}

/** Returns what follows from a change of a call as Markdown, with the two calls as a diff. */
export function changeMarkdown(change: CallChange): string {
  return [`**${markdownText(changeText(change))}**`, ...detailBlocks(change)].join('\n\n');
}

function detailBlocks({ kind, before, after, effects, findings }: CallChange): readonly string[] {
  const means = effects.flatMap((effect) => [
    ...(effect.isMinor ? [`${effect.text}.`] : []),
    ...(effect.means === null ? [] : [effect.means]),
  ]);
  const sentences = [...means, ...findings.map(({ message }) => message)];
  const list = sentences.map((sentence) => `- ${markdownText(sentence)}`).join('\n');
  switch (kind) {
    case 'changed':
    case 'added':
    case 'removed':
      return [list, callDiff(before, after)].filter((block) => block !== '');
    case 'moved':
      return [];
    default:
      return assertNever(kind, 'kind');
  }
}

/** Returns the code of a call before and after, as a diff; empty if both are written alike. */
function callDiff(before: LocatedCall | null, after: LocatedCall | null): string {
  const [old, now] = [before, after].map((call) => (call === null ? [] : linesOfCall(call)));
  if (old === undefined || now === undefined || old.join('\n') === now.join('\n')) return '';
  const lines = [...old.map((line) => `- ${line}`), ...now.map((line) => `+ ${line}`)];
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map(({ length }) => length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}diff`, ...lines, fence].join('\n');
}

/** Returns the lines of a call's code, without the indent that they have in common. */
export function linesOfCall({ source, site }: LocatedCall): readonly string[] {
  const lines = source.slice(site.range.from, site.range.to).split(/\r?\n/);
  const rest = lines.slice(1).filter((line) => line.trim() !== '');
  const indent = Math.min(...rest.map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0));
  return lines.map((line, at) => (at === 0 || !Number.isFinite(indent) ? line : line.slice(indent)));
}
