import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { finish } from '../../engine/core/steps.ts';
import { shapeText } from '../../engine/core/tensor.ts';
import { gradientMarkdown, gradientReportOf } from '../../scenario/report/gradientReport.ts';
import { diagnoseScenarioGradient } from '../../scenario/run/diagnoseScenarioGradient.ts';
import { type CommandOutcome, jsonOutput } from '../arguments/command.ts';
import type { Args } from '../arguments/parseCommandLine.ts';
import { packageVersion } from '../files/packageVersion.ts';
import { gradientFromArgs } from '../inputs/gradientFromArgs.ts';
import { judgedLines } from '../inputs/loadScenario.ts';
import { diagnosisLines } from '../text/diagnosisLines.ts';

/** Runs `convt diagnose --grad`: says whether a gradient is correct and, if not, which known mistake explains it. */
export async function diagnoseGradientOf(args: Args): Promise<Result<CommandOutcome>> {
  const { flags } = args;
  if (flags.has('shrink')) {
    return refuse(
      'grad',
      '--shrink makes a call of a wrong output smaller, not of a gradient: leave --shrink or --grad out.',
    );
  }
  const requested = await gradientFromArgs(args);
  if (!requested.ok) return requested;
  const { loaded, gradient, memoryCap } = requested.value;
  const diagnosis = finish(diagnoseScenarioGradient(loaded.scenario, loaded.files, gradient, { memoryCap }));
  if (!diagnosis.ok) return diagnosis;
  const check = gradientReportOf(diagnosis.value);
  const { report } = check;
  const text = flags.has('markdown')
    ? gradientMarkdown(check, { file: flags.get('actual') ?? '', version: packageVersion() }).trimEnd()
    : flags.has('json')
      ? jsonOutput({ ...report, dtypeFrom: loaded.judged?.path ?? null })
      : [
          ...judgedLines(loaded),
          `${'gradient'.padEnd(14)} of the ${report.gradient}, ${shapeText(report.output.shape)}`,
          ...diagnosisLines(report, { what: 'gradient', hasBias: false }),
        ].join('\n');
  return ok({ text, exitCode: check.passed ? 0 : 1 });
}
