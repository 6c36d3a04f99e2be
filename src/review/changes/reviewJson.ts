import type { CallChange } from './callChange.ts';
import { changeText, fileChangeLines } from './changeText.ts';
import { isWorseFile, type FileChange } from './fileChange.ts';
import type { LocatedCall } from './locatedCall.ts';
import { countsOfReview, type Review, type ReviewCounts } from './review.ts';
import { linesOfCall } from './reviewMarkdown.ts';

/** A call in the JSON of a review. Lines and columns are counted from 1. */
export interface CallJson {
  readonly file: string;
  /** Where the call stands in the code: "Generator.__init__ › self.up2". */
  readonly path: string;
  /** The place in the file; of a notebook, in its JSON text. */
  readonly line: number;
  readonly column: number;
  /** The notebook's cell, from 1, and the line in it; null in a Python file. */
  readonly cell: { readonly number: number; readonly line: number } | null;
  readonly code: string;
}

/** A change of a call in the JSON of a review. */
export interface CallChangeJson {
  readonly change: CallChange['kind'];
  readonly summary: string;
  readonly worse: boolean;
  readonly before: CallJson | null;
  readonly after: CallJson | null;
  readonly effects: readonly {
    readonly kind: string;
    readonly before: string;
    readonly after: string;
    readonly text: string;
    readonly tone: string;
  }[];
  readonly findings: readonly { readonly kind: string; readonly message: string }[];
}

/** A changed file in the JSON of a review. */
export interface FileChangeJson {
  readonly path: string;
  readonly pathBefore: string | null;
  readonly status: FileChange['status'];
  readonly kind: FileChange['kind'];
  readonly worse: boolean;
  /** What became of a file that is no code, a line each. */
  readonly lines: readonly string[];
  readonly calls: readonly CallChangeJson[];
}

/** A review as JSON, for programs. */
export interface ReviewJson {
  readonly version: 1;
  readonly base: string;
  readonly target: string;
  readonly counts: ReviewCounts;
  readonly files: readonly FileChangeJson[];
}

/** Returns a review as JSON. */
export function jsonOfReview(review: Review): ReviewJson {
  const { base, target, files } = review;
  return { version: 1, base, target, counts: countsOfReview(review), files: files.map(fileJson) };
}

function fileJson(file: FileChange): FileChangeJson {
  const { path, pathBefore, status, kind } = file;
  return {
    path,
    pathBefore,
    status,
    kind,
    worse: isWorseFile(file),
    lines: fileChangeLines(file),
    calls: file.kind === 'calls' ? file.calls.map(changeJson) : [],
  };
}

function changeJson(change: CallChange): CallChangeJson {
  const { kind, before, after, effects, findings, isWorse } = change;
  return {
    change: kind,
    summary: changeText(change),
    worse: isWorse,
    before: before === null ? null : callJson(before),
    after: after === null ? null : callJson(after),
    effects: effects.map((effect) => ({
      kind: effect.kind,
      before: effect.before,
      after: effect.after,
      text: effect.text,
      tone: effect.tone,
    })),
    findings: findings.map((finding) => ({ kind: finding.kind, message: finding.message })),
  };
}

function callJson(call: LocatedCall): CallJson {
  const { file, site, cell, line, place } = call;
  return {
    file,
    path: site.path,
    line: place.line,
    column: place.column,
    cell: cell === null ? null : { number: cell, line },
    code: linesOfCall(call).join('\n'),
  };
}
