import type { Finding } from '../finding.ts';
import type { CallChange } from './callChange.ts';
import { changeText, fileChangeLines } from './changeText.ts';
import type { FileChange } from './fileChange.ts';
import type { FilePlace, LocatedCall } from './locatedCall.ts';
import type { Review } from './review.ts';

/** How much an alert matters. */
export type AlertLevel = 'error' | 'warning' | 'note';

/** A rule that alerts come from. */
export interface AlertRule {
  readonly id: string;
  /** The rule in a few words. */
  readonly title: string;
  /** What the rule finds, and why it matters. */
  readonly description: string;
  readonly level: AlertLevel;
}

/** The rules, in the order of their importance. */
export const alertRules = [
  {
    id: 'illegal-call',
    title: 'Illegal transposed convolution',
    description: 'The framework refuses the call: it fails as soon as it runs.',
    level: 'error',
  },
  {
    id: 'channel-mismatch',
    title: 'Channels do not fit the next layer',
    description: 'The layer after the call takes another number of channels than it receives.',
    level: 'error',
  },
  {
    id: 'uneven-overlap',
    title: 'Uneven overlap',
    description:
      'The kernel size is not divisible by the stride, so that the output elements get different numbers of taps. This can show as a checkerboard in the output.',
    level: 'warning',
  },
  {
    id: 'unreached-output-padding',
    title: 'Output padding that no tap reaches',
    description: 'The last rows or columns of the output hold only the bias.',
    level: 'warning',
  },
  {
    id: 'weights-changed',
    title: 'Saved weights no longer load',
    description: 'The weight has another shape or layout than before the change.',
    level: 'warning',
  },
  {
    id: 'bias-before-norm',
    title: 'Bias without effect',
    description: 'The normalization after the call subtracts the bias again.',
    level: 'note',
  },
  {
    id: 'effect-changed',
    title: 'Transposed convolution does something else',
    description: 'The change alters the output size or the values of the call.',
    level: 'note',
  },
] as const satisfies readonly AlertRule[];

export type AlertRuleId = (typeof alertRules)[number]['id'];

/** Something in a change that its reader should look at. */
export interface ReviewAlert {
  readonly rule: AlertRuleId;
  readonly message: string;
  readonly file: string;
  readonly place: FilePlace;
  /** Where the call stands in the code, which lines above it do not change; "" in a scenario. */
  readonly path: string;
  /** The call, and the finding that the alert tells of; null for the others. */
  readonly call: LocatedCall | null;
  readonly finding: Finding | null;
}

const wholeFile: FilePlace = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Returns what a reader of a review should look at, file by file. Removed and moved calls raise no alert. */
export function reviewAlerts({ files }: Review): readonly ReviewAlert[] {
  return files.flatMap((file) => (file.kind === 'calls' ? file.calls.flatMap(callAlerts) : fileAlerts(file)));
}

function callAlerts(change: CallChange): readonly ReviewAlert[] {
  const { after: call, effects, findings } = change;
  if (call === null) return [];
  const { file, site, place } = call;
  const at = { file, path: site.path, call };
  const found = findings.map((finding): ReviewAlert => ({
    ...at,
    rule: finding.kind,
    message: finding.message,
    place: call.placeOf(finding.range),
    finding,
  }));
  if (effects.length === 0) return found;
  const hasOtherWeights = effects.some(({ kind, text }) => kind === 'weights' && text.startsWith('weights'));
  const rule = hasOtherWeights ? 'weights-changed' : 'effect-changed';
  return [...found, { ...at, rule, message: `${changeText(change)}.`, place, finding: null }];
}

function fileAlerts(file: FileChange): readonly ReviewAlert[] {
  if (file.kind !== 'scenario' || file.comparison === null) return [];
  const { effects } = file.comparison;
  const at = { file: file.path, place: wholeFile, path: '', call: null, finding: null };
  const told = effects.filter(({ tone }) => tone === 'worse');
  const alerts = told.map(({ kind, text }): ReviewAlert => ({
    ...at,
    rule: kind === 'legality' ? 'illegal-call' : 'uneven-overlap',
    message: `${text}.`,
  }));
  return effects.length > told.length
    ? [...alerts, { ...at, rule: 'effect-changed', message: `${fileChangeLines(file).join(' · ')}.` }]
    : alerts;
}
