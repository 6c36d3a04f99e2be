import { validateCall } from '../../engine/validation/validateCall.ts';
import { type Call, shapeOf } from '../../engine/core/call.ts';
import { type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Steps } from '../../engine/core/steps.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { pythonPair, callArguments, commentText, tensorLiteral } from './literals.ts';
import { subjectParameter, subjectPrelude, testProgram, type TestSubject, wrongOutputOf } from './testSubject.ts';
import { type TestTolerance, testToleranceOf } from './testTolerance.ts';

/**
 * Writes a test as pytorchTest does, but with NumPy alone: the expected output comes from the definition, a scatter
 * loop in float64. NumPy lacks some precisions: for a narrow `dtype` the tolerance is adapted, and the implementation has to round the tensors itself.
 */
export function* numpyTest(
  call: Call,
  subject: TestSubject,
  name: string,
  dtype: ProfileId = call.dtype,
): Steps<Result<string>> {
  const geometry = validateCall(shapeOf(call));
  if (!geometry.ok) return geometry;
  const tolerance = yield* testToleranceOf(call, geometry.value, wrongOutputOf(subject), profileOf(dtype));
  const { input, weight, bias } = call;
  const literal = (tensor: Tensor): string => tensorLiteral(tensor, 'numpy');
  const made = subject.kind === 'output' ? literal(subject.actual) : `implementation(x, w, b, ${callArguments(call)})`;
  return ok(`\
# ${commentText(name)}
from math import inf, nan

import numpy as np

x = ${literal(input)}
w = ${literal(weight)}
b = ${bias === null ? 'None' : literal(bias)}
${parametersCode(call)}
${scatter}

${subjectPrelude(call, subject)}def test_conv_transpose2d(${subjectParameter(subject)}):
    expected = conv_transpose2d()
    actual = np.asarray(${made}, np.float64)
    assert actual.shape == expected.shape
${checkCode(tolerance)}${testProgram}`);
}

function parametersCode({ params }: Call): string {
  const { stride, padding, paddingEnd, outputPadding, dilation, groups } = params;
  return `\
${pythonPair('s', stride)}  # stride
${pythonPair('p', padding)}  # padding
${pythonPair('pe', paddingEnd ?? padding)}  # padding at the bottom and right
${pythonPair('op', outputPadding)}  # output_padding
${pythonPair('d', dilation)}  # dilation
groups = ${String(groups)}
`;
}

const scatter = `
def conv_transpose2d():
    """The definition: every input element adds its scaled kernels to the output; parts outside are cropped."""
    images = (x if x.ndim == 4 else x[None]).astype(np.float64)
    N, Cin, H, W = images.shape
    Cout, kH, kW = w.shape[1] * groups, *w.shape[2:]
    Ho = (H - 1) * sH - pH - peH + dH * (kH - 1) + opH + 1
    Wo = (W - 1) * sW - pW - peW + dW * (kW - 1) + opW + 1
    y = np.zeros((N, Cout, Ho, Wo))
    for n, ci, co, i, j, ky, kx in np.ndindex(N, Cin, w.shape[1], H, W, kH, kW):
        oy, ox = i * sH - pH + ky * dH, j * sW - pW + kx * dW
        if 0 <= oy < Ho and 0 <= ox < Wo:
            group = ci // (Cin // groups)
            with np.errstate(invalid="ignore"):
                y[n, group * w.shape[1] + co, oy, ox] += images[n, ci, i, j] * np.float64(w[ci, co, ky, kx])
    if b is not None:
        y += b.astype(np.float64)[:, None, None]
    return y if x.ndim == 4 else y[0]
`;

function checkCode(tolerance: TestTolerance): string {
  if (tolerance.kind === 'default') {
    const { rtol, atol } = tolerance;
    return `    np.testing.assert_allclose(actual, expected, rtol=${String(rtol)}, atol=${String(atol)})\n`;
  }
  return `\
    # The largest error that rounding allows for each element; elements whose sum may overflow are skipped.
    bound = ${tensorLiteral(tolerance.bound, 'numpy')}
    checked = bound < inf
    actual, expected, bound = actual[checked], expected[checked], bound[checked]
    with np.errstate(over="ignore"):
        np.testing.assert_allclose(actual / bound, expected / bound, rtol=0, atol=1)
`;
}
