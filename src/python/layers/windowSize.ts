import {
  constantFormula,
  floorQuotientOf,
  type Formula,
  numberOf,
  productOf,
  subtracted,
  sumOf,
  symbolFormula,
} from '../../dialects/formula.ts';

const one = constantFormula(1);

/** The numbers of a window that moves along an axis. */
export interface MovingWindow {
  readonly kernel: Formula | null;
  readonly stride: Formula | null;
  /** The lines of padding at both ends together. */
  readonly padding: Formula | null;
  readonly dilation: Formula | null;
  /** True if the last window may reach beyond the end, as PyTorch's ceil_mode; false by default. */
  readonly isCeiled?: boolean;
}

/**
 * Returns ⌊(size + padding − dilation·(kernel − 1) − 1) ÷ stride⌋ + 1: in how many places a window fits. Null if a number
 * is not known.
 */
export function windowPlaces(size: Formula, window: MovingWindow): Formula | null {
  const { kernel, stride, padding, dilation } = window;
  const step = stride === null ? null : numberOf(stride);
  if (kernel === null || padding === null || dilation === null || step === null || step < 1) return null;
  const numbers = [size, padding, dilation, kernel].map(numberOf);
  const [h, p, d, k] = numbers;
  if (isNumber(h) && isNumber(p) && isNumber(d) && isNumber(k) && window.isCeiled !== true) {
    const places = Math.floor((h + p - d * (k - 1) - 1) / step) + 1;
    return places < 1 ? null : constantFormula(places);
  }
  const extent = productOf(dilation, subtracted(kernel, one));
  const room = subtracted(subtracted(sumOf(size, padding), extent), one);
  const number = numberOf(room);
  if (number !== null && number < 0) return null;
  if (window.isCeiled !== true) return wholeSteps(sumOf(room, constantFormula(step)), step);
  const [whole, before] = [number, numberOf(padding)];
  if (whole === null || before === null) return null;
  // PyTorch leaves out a last window that begins in the padding at the end.
  const places = Math.ceil(whole / step) + 1;
  const isInside = (places - 1) * step < (numberOf(size) ?? 0) + before / 2;
  return constantFormula(isInside ? places : places - 1);
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}

/** Returns ⌊size ÷ step⌋, where ⌊⌊H/2⌋/2⌋ is ⌊H/4⌋. */
function wholeSteps(size: Formula, step: number): Formula {
  if (step === 1) return size;
  const [term] = size;
  const [, inner, divisor] = /^⌊(.*)\/(\d+)⌋$/.exec(term?.symbols[0] ?? '') ?? [];
  if (
    term !== undefined &&
    size.length === 1 &&
    term.coefficient === 1 &&
    term.symbols.length === 1 &&
    inner !== undefined
  )
    return symbolFormula(`⌊${inner}/${step * Number(divisor)}⌋`);
  return floorQuotientOf(size, step);
}

/** Returns ⌈size ÷ stride⌉: the size that SAME gives. */
export function samePlaces(size: Formula, stride: Formula | null): Formula | null {
  const step = stride === null ? null : numberOf(stride);
  if (step === null || step < 1) return null;
  return wholeSteps(sumOf(size, constantFormula(step - 1)), step);
}
