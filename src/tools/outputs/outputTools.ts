import { ok, type Result } from '../../engine/core/refusal.ts';
import { type CheckedOutput, checkOutput } from '../../scenario/report/checkedOutput.ts';
import { answerParts } from '../../scenario/report/diagnosisMarkdown.ts';
import { formatIndex, formatShort } from '../../scenario/text/format.ts';
import type { Tool, ToolAnswer, ToolHost } from '../shared/tool.ts';
import { namedFiles, type OutputInput, outputSchema, readOutputInput, scenarioOfInput } from './outputInput.ts';

const what =
  'the output of a transposed convolution (PyTorch conv_transpose2d and ports of it: CUDA, ONNX, TVM, JAX, mobile kernels) against the definition in float64';

/** Says whether an output is right. */
export const checkTool: Tool = {
  name: 'check_conv_transpose2d_output',
  title: 'Check a conv_transpose2d output',
  description:
    `Checks ${what}. Returns whether the output is right: exact, or within the proven rounding bound of the dtype; ` +
    'otherwise the largest error, where it is, and the first wrong element. Pass the tensors as files (.npy, .npz, .pt, ' +
    '.safetensors) or the path of a *.convt.json scenario. Use diagnose_conv_transpose2d_output to learn the cause.',
  inputSchema: outputSchema,
  plan: (input) => planOf(input, 'Checking', checkAnswer),
};

/** Names the mistake that makes an output wrong. */
export const diagnoseTool: Tool = {
  name: 'diagnose_conv_transpose2d_output',
  title: 'Diagnose a conv_transpose2d output',
  description:
    `Finds out why an output is wrong: compares ${what} and, if they differ by more than rounding, names the known mistake ` +
    '(kernel not rotated, padding added instead of cropped, groups interleaved, wrong layout, …) that reproduces every ' +
    'element, with the fix as a code diff. Says so if no known mistake explains the output. Takes the same input as ' +
    'check_conv_transpose2d_output. An output of the wrong shape is diagnosed as well.',
  inputSchema: outputSchema,
  plan: (input) => planOf(input, 'Diagnosing', diagnoseAnswer),
};

function planOf(
  input: unknown,
  verb: string,
  answer: (checked: CheckedOutput) => ToolAnswer,
): ReturnType<Tool['plan']> {
  const read = readOutputInput(input);
  if (!read.ok) return read;
  const subject = read.value.kind === 'document' ? read.value.path : (read.value.scenario.actual?.file ?? '');
  return ok({
    summary: `${verb} ${subject}`,
    files: namedFiles(read.value),
    run: async (host) => {
      const checked = await checkedBy(read.value, host);
      return checked.ok ? ok(answer(checked.value)) : checked;
    },
  });
}

async function checkedBy(input: OutputInput, host: ToolHost): Promise<Result<CheckedOutput>> {
  const read = await scenarioOfInput(input, host);
  if (!read.ok) return read;
  const { scenario, document } = read.value;
  const files = await host.readTensors(scenario, document);
  if (!files.ok) return files;
  return await host.finish(checkOutput(scenario, files.value, { memoryCap: host.memoryCap }));
}

function checkAnswer({ passed, report, facts }: CheckedOutput): ToolAnswer {
  const { verdict, dtype, error, output, actual } = report;
  const first = facts.firstMismatch;
  const lines = [
    passed
      ? `Right: ${facts.file} is the output of this call, within ${dtype} rounding.`
      : `Wrong: ${facts.file} is not the output of this call.`,
    ...(report.shape === null ? [] : [report.shape]),
    ...(typeof error?.maxAbs === 'number'
      ? [`Largest error ${formatShort(error.maxAbs)} at ${formatIndex(error.maxAbsAt ?? [])}.`]
      : []),
    ...(first === null
      ? []
      : [
          `First wrong element ${formatIndex(first.index)}: ${formatShort(first.yours, 9)} instead of ${formatShort(first.correct, 9)}.`,
        ]),
    ...(passed ? [] : ['Call diagnose_conv_transpose2d_output with the same input for the cause and the fix.']),
  ];
  return {
    text: lines.join('\n'),
    json: { right: passed, verdict, dtype, output_shape: output.shape, actual_shape: actual.shape, error },
  };
}

function diagnoseAnswer({ passed, headline, detail, fix, report, facts }: CheckedOutput): ToolAnswer {
  return {
    text: answerParts(report, facts).join('\n\n'),
    json: { right: passed, headline, detail, fix, ...report },
  };
}
