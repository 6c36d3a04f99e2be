import type { CallChange } from './callChange.ts';
import { changeText, fileChangeLines, isMovedCall, originText } from './changeText.ts';
import { type FileChange, isWorseFile } from './fileChange.ts';
import { whereText } from './locatedCall.ts';
import { countsOfReview, type Review, reviewCountsText } from './review.ts';

/** Returns a review as lines of text: the files with their changes, then the counts. */
export function reviewLines(review: Review): readonly string[] {
  const lines = review.files.flatMap((file) => [...fileLines(file), '']);
  return [...lines, reviewCountsText(countsOfReview(review))];
}

function fileLines(file: FileChange): readonly string[] {
  const renamed = file.pathBefore === null ? '' : ` (was ${file.pathBefore})`;
  const head = `${file.path}${renamed}`;
  if (file.kind === 'calls') return [head, ...file.calls.flatMap(callLines)];
  const mark = isWorseFile(file) ? 'WORSE  ' : '';
  return [head, ...fileChangeLines(file).map((line, at) => `  ${at === 0 ? mark : ''}${line}`)];
}

function callLines(change: CallChange): readonly string[] {
  const call = change.after ?? change.before;
  if (call === null) return [];
  const origin = change.kind === 'changed' && isMovedCall(change) ? `, moved from ${originText(change)}` : '';
  return [
    `  ${change.isWorse ? 'WORSE  ' : ''}${whereText(call)}: ${call.site.path}${origin}`,
    `      ${changeText(change)}`,
    ...change.findings.map(({ message }) => `      ${message}`),
  ];
}
