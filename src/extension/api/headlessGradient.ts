import type * as vscode from 'vscode';
import { ok, refuse, type Argument, type Result } from '../../engine/core/refusal.ts';
import { elementCount, shapeText, type Tensor, tensorOf } from '../../engine/core/tensor.ts';
import { gradientKinds } from '../../engine/gradients/sums/gradientCall.ts';
import { parsedFiles } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { type GradientReport, gradientReportOf } from '../../scenario/report/gradientReport.ts';
import { diagnoseScenarioGradient } from '../../scenario/run/diagnoseScenarioGradient.ts';
import { tensorOfFile } from '../../scenario/run/tensorOfFile.ts';
import { readScenarioFiles } from '../files/readScenarioFiles.ts';
import { driveInHost } from '../shared/driveInHost.ts';
import { readSettings } from '../shared/settings.ts';
import type { GradientToCheck } from './api.ts';

/** Diagnoses a gradient of a scenario's call in the extension host, as {@link headlessRun} runs a scenario. */
export async function headlessGradient(
  scenario: Scenario,
  { of, gradOutput, actual }: GradientToCheck,
  base: vscode.Uri | null,
  token?: vscode.CancellationToken,
): Promise<Result<GradientReport>> {
  if (!gradientKinds.includes(of)) {
    return refuse('grad', `grad = ${JSON.stringify(of)} must be one of ${gradientKinds.join(', ')}`);
  }
  const { memoryCap } = readSettings();
  const read = async (source: GradientToCheck['actual'], argument: Argument): Promise<Result<Tensor>> => {
    if (!('file' in source)) return tensorOfValues(source, argument);
    const named = { ...scenario, actual: source };
    const files = await readScenarioFiles(named, base, memoryCap);
    return files.ok ? tensorOfFile(source.file, parsedFiles(files.value)) : files;
  };
  const gy = await read(gradOutput, 'grad_output');
  if (!gy.ok) return gy;
  const checked = await read(actual, 'actual');
  if (!checked.ok) return checked;
  const files = await readScenarioFiles({ ...scenario, actual: undefined }, base, memoryCap);
  if (!files.ok) return files;
  const gradient = { of, gradOutput: gy.value, actual: checked.value };
  const steps = diagnoseScenarioGradient(scenario, parsedFiles(files.value), gradient, { memoryCap });
  const diagnosis = await driveInHost('The diagnosis', steps, token);
  return diagnosis.ok ? ok(gradientReportOf(diagnosis.value).report) : diagnosis;
}

function tensorOfValues(
  { shape, values }: Extract<GradientToCheck['actual'], { readonly values: unknown }>,
  argument: Argument,
): Result<Tensor> {
  return values.length === elementCount(shape)
    ? ok(tensorOf('float64', shape, values))
    : refuse(
        argument,
        `${argument} of shape ${shapeText(shape)} must have ${elementCount(shape)} values, not ${values.length}.`,
      );
}
