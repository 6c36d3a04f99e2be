import type { CallShape } from '../engine/core/call.ts';
import { type Refusal, refuse, type Result, type Slip } from '../engine/core/refusal.ts';
import type { Shape } from '../engine/core/tensor.ts';
import type { Geometry } from '../engine/geometry/geometry.ts';
import { checkChannels } from '../engine/validation/checkChannels.ts';
import { checkShapes } from '../engine/validation/checkShapes.ts';
import { validateCall } from '../engine/validation/validateCall.ts';
import { wordList } from '../engine/core/wordList.ts';
import { channelsFirstShape } from './channelsFirst.ts';
import { engineWeightShape, isGroupedByOutput } from './engineWeight.ts';
import { type WeightOrder, weightOrders } from './layer.ts';

/**
 * Validates a call as {@link validateCall} does. If the channels of its tensors do not fit, and its sizes make one slip
 * likely (a convolution's weight, channels last, exchanged files, forgotten groups), the refusal names it.
 */
export function validateWithHint(shape: CallShape): Result<Geometry> {
  const geometry = validateCall(shape);
  if (geometry.ok || !isAboutChannels(geometry.refusal, shape)) return geometry;
  const slip = likelySlip(shape);
  if (slip === null) return geometry;
  const { argument, message, ...where } = geometry.refusal;
  return refuse(argument, `${message} ${slip.looks}: ${slip.advice}.`, { ...where, slip });
}

function isAboutChannels({ argument }: Refusal, shape: CallShape): boolean {
  const areRanksValid = [3, 4].includes(shape.input.length) && shape.weight.length === 4;
  return areRanksValid && (argument === 'weight' || argument === 'bias' || argument === 'groups');
}

/** How the tensors of a call may have been meant. */
interface Reading {
  readonly isChannelsLast: boolean;
  readonly order: WeightOrder;
  readonly isExchanged: boolean;
  /** The number of groups, if it is another than the call's. */
  readonly groups: number | null;
  /** How far-fetched the reading is. */
  readonly cost: number;
}

/** The most that a reading may cost to be worth a hint: two slips at once, or one with unusual sizes. */
const mostCost = 6;

/** The cost of a weight in another order: a convolution's is the most frequent slip, and no framework has IHWO. */
const orderCosts: Readonly<Record<WeightOrder, number>> = { IOHW: 0, OIHW: 2, HWIO: 3, HWOI: 3, OHWI: 3, IHWO: 6 };

/**
 * Returns the one slip that makes a call's channels fit and is likelier than any other; null if there is none. The ranks of
 * input and weight must be valid.
 */
export function likelySlip(shape: CallShape): Slip | null {
  const readings = readingsOf(shape)
    .filter(({ cost }) => cost <= mostCost)
    .sort((a, b) => a.cost - b.cost);
  const [best] = readings;
  if (best === undefined) return null;
  const equal = readings.filter(({ cost }) => cost === best.cost);
  // Of several, only orders that differ in where the kernel's axes are can be told in one sentence.
  const isOneSlip = equal.every(
    ({ isChannelsLast, isExchanged, groups, order }) =>
      isChannelsLast === best.isChannelsLast &&
      isExchanged === best.isExchanged &&
      groups === best.groups &&
      (order === best.order || (isKernelFirst(order) && isKernelFirst(best.order))),
  );
  if (!isOneSlip) return null;
  const orders = equal.map(({ order }) => order);
  return slipOf(best, orders, shape);
}

function isKernelFirst(order: WeightOrder): boolean {
  return order === 'HWOI' || order === 'HWIO' || order === 'OHWI';
}

function readingsOf(shape: CallShape): readonly Reading[] {
  const found: Reading[] = [];
  const { input, weight, params } = shape;
  const consider = (isChannelsLast: boolean, order: WeightOrder, isExchanged: boolean, groups: number | null): void => {
    const [x, w] = isExchanged ? [weight, input] : [input, weight];
    const read = {
      ...shape,
      input: isChannelsLast ? channelsFirstShape(x) : x,
      weight: engineWeightShape(w, {
        weight: { order, isRotated: false },
        groups: groups ?? Math.max(1, params.groups),
      }),
      params: { ...params, groups: groups ?? params.groups },
    };
    if ((checkShapes(read) ?? checkChannels(read)) !== null) return;
    const isJoint = isChannelsLast && isKernelFirst(order);
    const layouts = isJoint ? 3 : (isChannelsLast ? 2 : 0) + orderCosts[order];
    const cost = layouts + (isExchanged ? 2 : 0) + (groups === null ? 0 : 3) + oddSizes(read.input, read.weight);
    found.push({ isChannelsLast, order, isExchanged, groups, cost });
  };
  for (const order of weightOrders)
    for (const isChannelsLast of [false, true]) consider(isChannelsLast, order, false, null);
  if (input.length === 4) consider(false, 'IOHW', true, null);
  const groups = forgottenGroups(shape);
  if (groups !== null) consider(false, 'IOHW', false, groups);
  return found;
}

/** Returns the groups with which the bias fits; null if groups are given, or none fit. */
function forgottenGroups({ weight, bias, params }: CallShape): number | null {
  const groups = (bias?.[0] ?? 0) / (weight[1] ?? 1);
  return params.groups === 1 && bias?.length === 1 && Number.isInteger(groups) && groups > 1 ? groups : null;
}

/** Counts what is unusual of the sizes of a call: images and kernels that are not square, and kernels that are large. */
function oddSizes(input: Shape, weight: Shape): number {
  const [h = 1, w = 1] = input.slice(-2);
  const [kH = 1, kW = 1] = weight.slice(2);
  const isLarge = Math.max(kH, kW) > 16 || (kH > h && kW > w);
  return (h === w ? 0 : 1) + (kH === kW ? 0 : 1) + (isLarge ? 2 : 0);
}

function slipOf(
  { isChannelsLast, order, isExchanged, groups }: Reading,
  orders: readonly WeightOrder[],
  shape: CallShape,
): Slip {
  if (isExchanged) return { looks: 'Input and weight have the sizes of each other', advice: 'exchange them' };
  if (groups !== null)
    return { looks: `With groups = ${groups} the bias fits`, advice: `pass groups=${groups}`, groups };
  const batch = shape.input.length === 4 ? 'N, ' : '';
  const [last, first] = [`(${batch}H, W, C)`, `(${batch}C, H, W)`];
  const isGrouped = shape.params.groups > 1;
  const axes = wordList(
    orders.map((each) => axesOf(each, isGrouped)),
    'or',
  );
  const wanted = axesOf('IOHW', isGrouped);
  if (order === 'IOHW')
    return {
      looks: `The input looks channels-last, ${last}`,
      advice: `permute it to ${first}`,
      inputLayout: 'NHWC',
    };
  if (isChannelsLast)
    return {
      looks: `Input and weight look channels-last, ${last} and ${axes}`,
      advice: `permute them to ${first} and ${wanted}`,
      inputLayout: 'NHWC',
      weightOrders: orders,
    };
  return {
    looks:
      order === 'OIHW' ? `It has the sizes of a convolution’s weight, ${axes}` : `The weight looks stored as ${axes}`,
    advice: order === 'OIHW' && !isGrouped ? 'exchange its first two axes' : `permute it to ${wanted}`,
    weightOrders: orders,
  };
}

const axisNames: Readonly<Record<string, string>> = { I: 'Cin', O: 'Cout', H: 'kH', W: 'kW' };

/** Writes the axes of an order: "(Cout, Cin, kH, kW)". In groups, one of the channels is that of a group. */
function axesOf(order: WeightOrder, isGrouped: boolean): string {
  const ofGroup = isGroupedByOutput(order) ? 'I' : 'O';
  const name = (letter: string): string =>
    (axisNames[letter] ?? letter) + (isGrouped && letter === ofGroup ? '/groups' : '');
  return `(${Array.from(order, name).join(', ')})`;
}
