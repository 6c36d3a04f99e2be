import type { Pair } from '../core/call.ts';
import { windowAxisOf, type WindowAxis } from '../geometry/window.ts';
import { ok, type Argument, type Axis, refuse, type Result } from '../core/refusal.ts';

/** A window that slides over an image: the arguments of `torch.nn.functional.unfold` and `fold`. */
export interface Window {
  readonly kernelSize: Pair;
  readonly dilation: Pair;
  readonly padding: Pair;
  readonly stride: Pair;
}

/** Returns a window with PyTorch's defaults for omitted arguments. */
export function slidingWindowOf(
  kernelSize: Pair,
  { dilation = [1, 1], padding = [0, 0], stride = [1, 1] }: Partial<Omit<Window, 'kernelSize'>> = {},
): Window {
  return { kernelSize, dilation, padding, stride };
}

const rules: readonly { argument: Argument; key: keyof Window; min: number }[] = [
  { argument: 'kernel_size', key: 'kernelSize', min: 1 },
  { argument: 'dilation', key: 'dilation', min: 1 },
  { argument: 'padding', key: 'padding', min: 0 },
  { argument: 'stride', key: 'stride', min: 1 },
];

/** Returns the two axes of a window on an image of this size, or a refusal if PyTorch refuses the parameters. */
export function slideWindow(window: Window, image: Pair): Result<readonly [WindowAxis, WindowAxis]> {
  for (const { argument, key, min } of rules) {
    for (const axis of [0, 1] as const) {
      const value = window[key][axis];
      if (Number.isSafeInteger(value) && value >= min) continue;
      const legal = { min, max: null };
      const message = `${argument}[${axis}] = ${value} must be an integer of at least ${min}.`;
      return refuse(argument, message, { axis, legal });
    }
  }
  return ok([along(window, image, 0), along(window, image, 1)]);
}

function along(window: Window, image: Pair, axis: Axis): WindowAxis {
  const { kernelSize, stride, padding, dilation } = window;
  return windowAxisOf(image[axis], kernelSize[axis], stride[axis], padding[axis], dilation[axis]);
}
