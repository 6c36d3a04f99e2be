import { validateCall } from '../../engine/validation/validateCall.ts';
import { type Call, shapeOf } from '../../engine/core/call.ts';
import { type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { pythonTuple, callArguments, commentText, tensorLiteral } from './literals.ts';
import { callPreparationFor } from './callPreparation.ts';
import { subjectParameter, subjectPrelude, testProgram, type TestSubject, wrongOutputOf } from './testSubject.ts';
import { type TestTolerance, testToleranceOf } from './testTolerance.ts';

/**
 * Writes a call as a pytest test with its tensors written out. The expected output is PyTorch's `conv_transpose2d` in
 * float64.
 *
 * - `subject`: a recorded output, or an implementation, which the user of the test calls in `my_conv_transpose2d`, a
 *   function with the arguments of `torch.nn.functional.conv_transpose2d` (and `padding_end` if the call has one).
 *   pytest runs the test, and so does running the file.
 * - `dtype`: the precision of the implementation. For a narrow one the implementation gets rounded tensors, and the
 *   tolerance is that of the precision.
 *
 * Refused if the call is invalid.
 */
export function* pytorchTest(
  call: Call,
  subject: TestSubject,
  name: string,
  dtype: ProfileId = call.dtype,
): Steps<Result<string>> {
  const geometry = validateCall(shapeOf(call));
  if (!geometry.ok) return geometry;
  const tolerance = yield* testToleranceOf(call, geometry.value, wrongOutputOf(subject), profileOf(dtype));
  const { input, weight, bias } = call;
  const literal = (tensor: Tensor): string => tensorLiteral(tensor, 'pytorch');
  const lines = [
    `x = ${literal(input)}`,
    `w = ${literal(weight)}`,
    `b = ${bias === null ? 'None' : literal(bias)}`,
    ...expectedCode(call),
    ...(subject.kind === 'output' ? [`actual = ${literal(subject.actual)}`] : implementationCode(call, dtype)),
    'assert actual.shape == expected.shape',
    ...checkCode(tolerance),
  ];
  return ok(`\
# ${commentText(name)}
from math import inf, nan

import torch
import torch.nn.functional as F


${subjectPrelude(call, subject)}def test_conv_transpose2d(${subjectParameter(subject)}):
${lines.map((line) => `    ${line}\n`).join('')}${testProgram}`);
}

/** Writes the call of the implementation under test. */
function implementationCode(call: Call, dtype: ProfileId): readonly string[] {
  const { settings, convert, back } = callPreparationFor(dtype);
  const bias = call.bias === null ? 'b' : `b${convert}`;
  const tensors = `x${convert}, w${convert}, ${bias}`;
  return [...settings, `actual = implementation(${tensors}, ${callArguments(call)})${back}`];
}

function expectedCode(call: Call): readonly string[] {
  const { stride, padding, paddingEnd, outputPadding, dilation, groups } = call.params;
  const bias = call.bias === null ? 'None' : 'b.double()';
  if (paddingEnd === undefined) {
    return [`expected = F.conv_transpose2d(x.double(), w.double(), ${bias}, ${callArguments(call)})`];
  }
  const [bottom, right] = [outputPadding[0] - paddingEnd[0], outputPadding[1] - paddingEnd[1]];
  const margins = pythonTuple([0 - padding[1], right, 0 - padding[0], bottom]);
  const sizes = `stride=${pythonTuple(stride)}, groups=${String(groups)}, dilation=${pythonTuple(dilation)}`;
  return [
    `# PyTorch pads both ends equally, so the full output is cropped here, by ${pythonTuple(padding)} and ${pythonTuple(paddingEnd)}.`,
    `full = F.conv_transpose2d(x.double(), w.double(), ${sizes})`,
    `expected = F.pad(full, ${margins})${call.bias === null ? '' : ' + b.double().reshape(-1, 1, 1)'}`,
  ];
}

function checkCode(tolerance: TestTolerance): readonly string[] {
  if (tolerance.kind === 'default') {
    const { rtol, atol } = tolerance;
    const how = `rtol=${String(rtol)}, atol=${String(atol)}, equal_nan=True`;
    return [`torch.testing.assert_close(actual.double(), expected, ${how})`];
  }
  return [
    '# The largest error that rounding allows for each element; elements whose sum may overflow are skipped.',
    `bound = ${tensorLiteral(tolerance.bound, 'pytorch')}`,
    'checked = bound < inf',
    'actual, expected, bound = actual.double()[checked], expected[checked], bound[checked]',
    'torch.testing.assert_close(actual / bound, expected / bound, rtol=0, atol=1, equal_nan=True)',
  ];
}
