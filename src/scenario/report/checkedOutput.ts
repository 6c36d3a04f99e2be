import { isRight } from '../../engine/compare/verdict.ts';
import { shapeOf } from '../../engine/core/call.ts';
import type { Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Diagnosis } from '../../engine/diagnose/search/diagnose.ts';
import type { FilesByPath } from '../document/filesByPath.ts';
import type { Scenario } from '../document/scenario.ts';
import { diagnoseScenario } from '../run/diagnoseScenario.ts';
import type { MarkdownFacts } from './diagnosisMarkdown.ts';
import { type DiagnosisReport, diagnosisReportOf, firstMismatchOf } from './diagnosisReport.ts';
import { wordsOfDiagnosis, wrongElementAt } from './diagnosisWords.ts';
import { fixLinesOf } from './hypothesisRow.ts';

/** The check of an output against its call: the answer first, then why, and what to do. */
export interface CheckedOutput {
  /** True if the output is exact, or within the rounding of the scenario's dtype, including its overflows. */
  readonly passed: boolean;
  /** "Wrong: the kernel was not rotated by 180°". */
  readonly headline: string;
  /** Sentences that justify the headline. */
  readonly detail: string;
  /** The fix of the named mistake in a sentence; null if the output is right or no known mistake explains it. */
  readonly fix: string | null;
  readonly report: DiagnosisReport;
  /** The facts that the Markdown of the diagnosis has beside the report. */
  readonly facts: Omit<MarkdownFacts, 'version'>;
}

/**
 * Checks the output that a scenario names as `actual`; see {@link diagnoseScenario}, which refuses for the same reasons.
 */
export function* checkOutput(
  scenario: Scenario,
  files: FilesByPath,
  options: { readonly memoryCap: number },
): Steps<Result<CheckedOutput>> {
  const diagnosis = yield* diagnoseScenario(scenario, files, options);
  return diagnosis.ok ? { ok: true, value: checkedOutputOf(diagnosis.value, scenario.actual?.file ?? '') } : diagnosis;
}

/** Returns the check that a diagnosis amounts to. `file` names the output. */
export function checkedOutputOf(diagnosis: Diagnosis, file: string): CheckedOutput {
  const report = diagnosisReportOf(diagnosis);
  const { target, matches, comparison } = diagnosis;
  const tensors = { actual: target.actual, expected: target.reference };
  const [best] = matches;
  const nonFinite = wrongElementAt(tensors, comparison?.nonFinite.first ?? null);
  const passed = isExpectedOutput(report);
  return {
    passed,
    ...wordsOfDiagnosis(report, nonFinite),
    fix: passed ? null : (report.matches[0]?.fix ?? null),
    report,
    facts: {
      file,
      ...shapeOf(target.call),
      code: best === undefined ? [] : fixLinesOf(target.call, best),
      firstMismatch: wrongElementAt(tensors, firstMismatchOf(comparison)),
      nonFinite,
    },
  };
}

/** Returns true if an output is right. In a precision with a narrow range an overflow is no mistake. */
function isExpectedOutput({ verdict, profile, dtype }: DiagnosisReport): boolean {
  return isRight(verdict) || profile === dtype;
}
