import { weightOrders } from '../../dialects/layer.ts';
import type { Flag } from './parseCommandLine.ts';

/** Flags that several commands share. `S` stands for a tensor: a file, file#key, or fill:shape. */
export const sharedFlags = {
  input: {
    name: 'input',
    value: 'S',
    help: 'input (N, Cin, H, W) or (Cin, H, W); of a 1-D layer (N, Cin, L) or (Cin, L)',
  },
  weight: {
    name: 'weight',
    value: 'S',
    help: 'weight (Cin, Cout/groups, kH, kW); of a 1-D layer (Cin, Cout/groups, k)',
  },
  bias: { name: 'bias', value: 'S|none', help: 'bias (Cout); none removes the bias of the scenario or layer' },
  actual: {
    name: 'actual',
    value: 'FILE[#key]',
    help: 'output of another implementation, checked instead of the formulation’s',
  },
  inputLayout: {
    name: 'input-layout',
    value: 'NCHW|NHWC',
    help: 'order of the axes of --input, default NCHW; of an unbatched one without N',
  },
  weightLayout: {
    name: 'weight-layout',
    value: weightOrders.join('|'),
    help: 'order of the axes of --weight, default IOHW; I and O are Cin and Cout',
  },
  actualLayout: {
    name: 'actual-layout',
    value: 'NCHW|NHWC',
    help: 'order of the axes of --actual, default as --input-layout',
  },
  kernelSize: { name: 'kernel-size', value: '3|3,2', help: 'height and width of the window' },
  outputSize: { name: 'output-size', value: 'h,w', help: 'height and width of the output' },
  stride: { name: 'stride', value: '2|2,1', help: 'stride, default 1' },
  padding: { name: 'padding', value: '1|1,0', help: 'padding, default 0' },
  paddingEnd: {
    name: 'padding-end',
    value: '1|1,0',
    help: 'padding at the bottom and right, default as --padding',
  },
  outputPadding: { name: 'output-padding', value: '1|1,0', help: 'output_padding, default 0' },
  outputSizeOfCall: {
    name: 'output-size',
    value: '24|24,32',
    help: 'output_size: height and width of the output, which give output_padding as in PyTorch',
  },
  autoPad: {
    name: 'auto-pad',
    value: 'same-upper|same-lower|valid',
    help: 'auto_pad of ONNX in place of --padding; --output-size is then output_shape',
  },
  dilation: { name: 'dilation', value: '2|2,1', help: 'dilation, default 1' },
  groups: { name: 'groups', value: 'n', help: 'groups, default 1' },
  seed: {
    name: 'seed',
    value: 'n',
    help: 'seed of the random fills as in torch.manual_seed, default 0',
  },
  rtol: {
    name: 'rtol',
    value: 'r',
    help: 'relative tolerance, default as in torch.testing.assert_close',
  },
  atol: {
    name: 'atol',
    value: 'a',
    help: 'absolute tolerance, default as in torch.testing.assert_close',
  },
  equalNan: { name: 'equal-nan', value: null, help: 'treat NaN as equal to NaN' },
  out: { name: 'out', value: 'FILE.npy', help: 'write the result to this file, completely or not at all' },
  json: { name: 'json', value: null, help: 'print one JSON object' },
  memoryCap: {
    name: 'memory-cap',
    value: 'MB',
    help: 'memory limit, default 1024, at most the memory of the machine',
  },
} as const satisfies Readonly<Record<string, Flag>>;

/** The flags of `unfold` and `fold`: the sliding window, and the file for the result. */
export const windowFlags: readonly Flag[] = [
  sharedFlags.kernelSize,
  sharedFlags.dilation,
  sharedFlags.padding,
  sharedFlags.stride,
  sharedFlags.seed,
  sharedFlags.out,
  sharedFlags.memoryCap,
];

/** The flags for the tensors and the parameters of a call. */
export const callFlags: readonly Flag[] = [
  sharedFlags.input,
  sharedFlags.weight,
  sharedFlags.bias,
  sharedFlags.stride,
  sharedFlags.padding,
  sharedFlags.paddingEnd,
  sharedFlags.outputPadding,
  sharedFlags.outputSizeOfCall,
  sharedFlags.autoPad,
  sharedFlags.dilation,
  sharedFlags.groups,
  sharedFlags.inputLayout,
  sharedFlags.weightLayout,
];
