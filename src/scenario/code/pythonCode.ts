import type { CallShape } from '../../engine/core/call.ts';
import type { Pair } from '../../engine/core/call.ts';
import type { FormulationId } from '../../engine/provenance/formulation.ts';
import { resolveFormulation } from '../../engine/formulations/formulations.ts';
import type { OutputIndex } from '../../engine/provenance/provenance.ts';
import type { Scenario } from '../document/scenario.ts';
import { dataCode } from './dataCode.ts';
import { type EmulationCode, emulationCodeOf } from './emulationCode.ts';
import { commentText, pythonPair } from './literals.ts';
import { numpyPad } from './numpyPrelude.ts';
import { pythonTuple } from './literals.ts';
import { numpyStages } from './numpyStages.ts';
import { pytorchStages } from './pytorchStages.ts';
import type { Library } from './stages.ts';

/**
 * Writes the scenario as a complete program: its tensors, its formulation stage by stage, the output element `at`, and
 * the error against the reference (PyTorch's float64 `conv_transpose2d`, or the scatter loop in float64 for NumPy). The
 * output is left in `y`, in the dtype of the scenario (float32 for an emulated precision). `line` is the call of a 1-D
 * scenario, which has a height of 1 (`withHeight`).
 */
export function pythonCode(
  given: Scenario,
  library: Library,
  at: OutputIndex,
  line: Pick<CallShape, 'input' | 'weight' | 'params'> | null = null,
): string {
  const scenario = line === null ? given : { ...given, params: line.params };
  const formulation = resolveFormulation(scenario.formulation);
  const emulation = emulationCodeOf(scenario, library);
  return [
    heading(scenario, formulation),
    library === 'pytorch' ? pytorchImports : numpyImports,
    show,
    ...(library === 'numpy' ? [numpyPad] : []),
    dataCode(scenario, library),
    ...(line === null ? [] : [lineCode(line)]),
    sizes(scenario) + emulation.enter,
    (library === 'pytorch' ? pytorchStages : numpyStages)[formulation] + '\n',
    biasCode(scenario, library, emulation.store),
    check(scenario, library, at, emulation),
  ].join('\n');
}

function lineCode({ input, weight }: Pick<CallShape, 'input' | 'weight'>): string {
  return `# A 1-D layer runs with a height of 1.\nx, w = x.reshape(${pythonTuple(input)}), w.reshape(${pythonTuple(weight)})\n`;
}

function heading(scenario: Scenario, formulation: FormulationId): string {
  return `# ${commentText(scenario.name)}: conv_transpose2d by ${formulation}, stage by stage.\n`;
}

const pytorchImports = `\
from math import inf, nan

import numpy as np
import torch
import torch.nn.functional as F
`;

const numpyImports = `\
from math import inf, nan

import numpy as np
`;

const show = `\
def show(name, t):
    print(f"{name:<16} {tuple(t.shape)}")
`;

function sizes({ params, input }: Scenario): string {
  const unbatched = 'shape' in input ? input.shape.length === 3 : null;
  return `\
${pythonPair('s', params.stride)}  # stride
${pythonPair('p', params.padding)}  # padding
${endCode(params)}
${pythonPair('d', params.dilation)}  # dilation
groups = ${String(params.groups)}

batched = x.ndim == 4
${unbatched === false ? '' : 'x = x if batched else x[None]\n'}N, Cin, H, W = x.shape
kH, kW = w.shape[2:]
Cout = w.shape[1] * groups
Ho = (H - 1) * sH - 2 * pH + dH * (kH - 1) + opH + 1
Wo = (W - 1) * sW - 2 * pW + dW * (kW - 1) + opW + 1
show("x", x)
show("w", w)
`;
}

/**
 * Writes output_padding. Asymmetric padding at the end is equivalent to more or less output_padding, which the stages
 * support.
 */
function endCode({ paddingEnd, outputPadding }: Scenario['params']): string {
  if (paddingEnd === undefined) return `${pythonPair('op', outputPadding)}  # output_padding`;
  const pair = ([h, w]: Pair): string => `${h}, ${w}`;
  return `\
peH, peW = ${pair(paddingEnd)}  # padding at the bottom and right
opH, opW = ${outputPadding[0]} + pH - peH, ${outputPadding[1]} + pW - peW  # output_padding, plus the difference of the paddings`;
}

function biasCode({ bias }: Scenario, library: Library, store: string): string {
  const add = library === 'pytorch' ? 'b.reshape(-1, 1, 1)' : 'b[:, None, None]';
  return `${bias === null ? '' : `y = y + ${add}\n`}${store}show("y", y)\n`;
}

function check(
  scenario: Scenario,
  library: Library,
  { n, c, y, x }: OutputIndex,
  { given, own }: EmulationCode,
): string {
  const index = [n, c, y, x].join(', ');
  const reference = library === 'pytorch' ? pytorchReference(scenario, given) : numpyReference(scenario, given);
  const empty = 'shape' in scenario.input && scenario.input.shape.includes(0);
  const print = `\
print(f"y[${index}] = {y[${index}]:.9g}, reference {reference[${index}]:.9g}")
print(f"max |y - reference| = {abs(y - reference).max():.3g}")
`;
  return `${reference}\n${empty ? '' : print}${own}y = y if batched else y[0]\n`;
}

type Given = EmulationCode['given'];

function pytorchReference({ bias, params }: Scenario, given: Given): string {
  const [x, w, b] = [given('x'), given('w'), given('b')];
  if (params.paddingEnd !== undefined) {
    return `\
# The reference: PyTorch in float64. PyTorch pads both ends equally, so the full output is cropped here.
full = F.conv_transpose2d(${x}.double(), ${w}.double(), None, (sH, sW), 0, 0, groups, (dH, dW))
reference = F.pad(full, (-pW, opW - pW, -pH, opH - pH))${bias === null ? '' : ` + ${b}.double().reshape(-1, 1, 1)`}`;
  }
  return `\
# The reference: PyTorch in float64.
reference = F.conv_transpose2d(
    ${x}.double(), ${w}.double(), ${bias === null ? 'None' : `${b}.double()`}, (sH, sW), (pH, pW), (opH, opW), groups, (dH, dW)
)`;
}

function numpyReference({ bias }: Scenario, given: Given): string {
  return `\
# The reference: the scatter loop, in float64.
reference = np.zeros((N, Cout, Ho, Wo))
w64 = ${given('w')}.astype(np.float64).reshape(groups, Cin // groups, Cout // groups, kH, kW)
x64 = ${given('x')}.astype(np.float64).reshape(N, groups, Cin // groups, H, W)
for i, ky in np.ndindex(H, kH):
    for j, kx in np.ndindex(W, kW):
        oy, ox = i * sH - pH + ky * dH, j * sW - pW + kx * dW
        if 0 <= oy < Ho and 0 <= ox < Wo:
            reference[:, :, oy, ox] += np.einsum("ngc,gco->ngo", x64[..., i, j], w64[..., ky, kx]).reshape(N, Cout)${
              bias === null ? '' : `\nreference += ${given('b')}.astype(np.float64)[:, None, None]`
            }`;
}
