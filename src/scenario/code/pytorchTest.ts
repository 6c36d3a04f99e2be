import { validateCall as acceptCall } from '../../engine/validation/validateCall.ts';
import { type Call, shapeOf } from '../../engine/core/call.ts';
import { type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { pythonTuple, callArguments, commentText, tensorLiteral } from './literals.ts';
import { callPreparationFor } from './callPreparation.ts';
import { type TestTolerance, testToleranceOf } from './testTolerance.ts';

/**
 * A call as a test that pytest runs, its tensors written out: PyTorch's own `conv_transpose2d` in float64
 * says what is expected. `actual`: the output of the implementation under test, with which the test fails
 * if it is wrong, and which running the file checks as well; null: the test takes the implementation, a
 * function with the arguments of `torch.nn.functional.conv_transpose2d` (and `padding_end` where the
 * call has one), as its argument `implementation`, a fixture. `dtype`: the precision that the implementation computes in;
 * of a narrow one it is handed rounded tensors, and the tolerance is its. Refused where the call is illegal.
 */
export function* pytorchTest(
  call: Call,
  actual: Tensor | null,
  name: string,
  dtype: ProfileId = call.dtype,
): Steps<Result<string>> {
  const legal = acceptCall(shapeOf(call));
  if (!legal.ok) return legal;
  const tolerance = yield* testToleranceOf(call, legal.value, actual, profileOf(dtype));
  const { input, weight, bias } = call;
  const literal = (tensor: Tensor): string => tensorLiteral(tensor, 'pytorch');
  const lines = [
    `x = ${literal(input)}`,
    `w = ${literal(weight)}`,
    `b = ${bias === null ? 'None' : literal(bias)}`,
    ...expectedCode(call),
    ...(actual === null ? implementationCode(call, dtype) : [`actual = ${literal(actual)}`]),
    'assert actual.shape == expected.shape',
    ...checkCode(tolerance),
  ];
  return ok(`\
# ${commentText(name)}
from math import inf, nan

import torch
import torch.nn.functional as F


def test_conv_transpose2d(${actual === null ? 'implementation' : ''}):
${lines.map((line) => `    ${line}\n`).join('')}${actual === null ? '' : main}`);
}

/** The implementation under test on its tensors. */
function implementationCode(call: Call, dtype: ProfileId): readonly string[] {
  const { settings, convert, back } = callPreparationFor(dtype);
  const bias = call.bias === null ? 'b' : `b${convert}`;
  const tensors = `x${convert}, w${convert}, ${bias}`;
  return [...settings, `actual = implementation(${tensors}, ${callArguments(call)})${back}`];
}

const main = `

if __name__ == "__main__":
    test_conv_transpose2d()
`;

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
    `# PyTorch's padding is the same at both ends: cropped by hand, here by ${pythonTuple(padding)} and ${pythonTuple(paddingEnd)}.`,
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
    '# How far each element may be off by rounding alone; where a sum may overflow, as far as it likes.',
    `bound = ${tensorLiteral(tolerance.bound, 'pytorch')}`,
    'checked = bound < inf',
    'actual, expected, bound = actual.double()[checked], expected[checked], bound[checked]',
    'torch.testing.assert_close(actual / bound, expected / bound, rtol=0, atol=1, equal_nan=True)',
  ];
}
