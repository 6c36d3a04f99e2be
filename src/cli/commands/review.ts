import { ok, refuse } from '../../engine/core/refusal.ts';
import { isWorseFile } from '../../review/changes/fileChange.ts';
import type { Review } from '../../review/changes/review.ts';
import { reviewLines } from '../../review/changes/reviewLines.ts';
import { reviewAnnotations } from '../../review/changes/reviewAnnotations.ts';
import { jsonOfReview } from '../../review/changes/reviewJson.ts';
import { reviewMarkdown } from '../../review/changes/reviewMarkdown.ts';
import { reviewSarif } from '../../review/changes/reviewSarif.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { sharedFlags } from '../arguments/flags.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { packageVersion } from '../files/packageVersion.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { readReview } from '../inputs/readReview.ts';
import { oneLine } from '../text/oneLine.ts';

/** The name that stands for stdout. */
const stdout = '-';

/** `convt review`: says what a change of a Git repository does to its transposed convolutions. */
export const reviewCommand: Command = {
  name: 'review',
  usage: '[PATH…] [flags]',
  summary: 'say what a change of a Git repository does to its transposed convolutions',
  notes: [
    'Compares the working tree, untracked files included, with HEAD, or with the merge base of HEAD and --base.',
    'Looks at the calls in *.py and *.ipynb, at tensor files and at *.convt.json. Nothing is executed.',
    'Exit code: 0 if no call became worse, 1 if one became illegal or its overlap uneven, 2 for an error.',
  ],
  flags: [
    { name: 'base', value: 'REF', help: 'branch, tag or commit to compare with, default HEAD' },
    { name: 'head', value: 'REF', help: 'compare this branch, tag or commit in place of the working tree' },
    { name: 'md', value: 'FILE|-', help: 'write Markdown for a comment of a pull request' },
    { name: 'sarif', value: 'FILE|-', help: 'write SARIF 2.1.0, which GitHub code scanning reads' },
    { name: 'github', value: null, help: 'print annotations for GitHub Actions' },
    sharedFlags.json,
    sharedFlags.memoryCap,
  ],
  maxPositionals: Infinity,
  async run({ flags, positionals }) {
    const printed = ['json', 'github', 'md', 'sarif'].filter((name) => isPrinted(flags, name));
    if (printed.length > 1) {
      return refuse('scenario', `only one of ${printed.map((name) => `--${name}`).join(', ')} can be printed`);
    }
    const cap = readMemoryCap(flags);
    if (!cap.ok) return cap;
    const read = await readReview({
      folder: process.cwd(),
      base: flags.get('base') ?? 'HEAD',
      head: flags.get('head') ?? null,
      paths: positionals,
      memoryCap: cap.value,
    });
    if (!read.ok) return read;
    const review = read.value;
    for (const name of ['md', 'sarif'] as const) {
      const file = flags.get(name);
      if (file === undefined || file === stdout) continue;
      const written = await writeAtomically(file, new TextEncoder().encode(textFor(review, name)));
      if (!written.ok) return written;
    }
    const [kind = 'text'] = printed;
    return ok({ text: textFor(review, kind).trimEnd(), exitCode: review.files.some(isWorseFile) ? 1 : 0 });
  },
};

function isPrinted(flags: Args['flags'], name: string): boolean {
  return flags.has(name) && ['', stdout].includes(flags.get(name) ?? '');
}

function textFor(review: Review, kind: string): string {
  switch (kind) {
    case 'json':
      return jsonOutput(jsonOfReview(review));
    case 'github':
      return [...reviewAnnotations(review), ...reviewLines(review).map(cleaned)].join('\n');
    case 'md':
      return reviewMarkdown(review);
    case 'sarif':
      return `${JSON.stringify(reviewSarif(review, packageVersion()), null, 2)}\n`;
    default:
      return reviewLines(review).map(cleaned).join('\n');
  }
}

/** Removes control characters, which a terminal would execute, and keeps the indent. */
function cleaned(line: string): string {
  return (/^ */.exec(line)?.[0] ?? '') + oneLine(line);
}
