import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { comparedCode, type FileVersions } from './fileChange.ts';
import { jsonOfReview } from './reviewJson.ts';
import { reviewLines } from './reviewLines.ts';
import type { Review } from './review.ts';

/** Compares two versions of the text of a Python file or a notebook, under the name `file`. */
export function reviewTexts(file: string, before: string, after: string): Result<Review> {
  const versions: FileVersions = { status: 'changed', path: file, pathBefore: null };
  const change = comparedCode(versions, before, after);
  if (change?.kind === 'unread') return refuse('file', change.reason);
  return ok({ base: 'before', target: 'after', files: change === null ? [] : [change] });
}

/** Returns a review in sentences and as JSON. */
export function reviewAnswer(review: Review): { readonly text: string; readonly json: object } {
  return { text: reviewLines(review).join('\n'), json: jsonOfReview(review) };
}
