import { type Argument, ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape, shapeText } from '../../engine/core/tensor.ts';
import { formatInteger, formatShape } from '../text/format.ts';
import { type DTypeText, readDType } from './dtypeText.ts';
import { mostPastedValues, readNestedLists, readRows, type ShapedNumbers } from './numberLists.ts';
import { commonFactorOf, noFactor } from './readNumber.ts';
import { placeIn, TextScanner } from './textScanner.ts';

/** A tensor as a text shows it. */
export interface TensorText {
  readonly shape: Shape;
  /** Row-major; NaN and infinities included. */
  readonly values: readonly number[];
  /** The dtype that the text names; null if it names none. */
  readonly dtype: DTypeText | null;
  /** True if brackets give the shape; false for rows of numbers without brackets, whose leading axes are unknown. */
  readonly isBracketed: boolean;
}

/** Functions around the numbers of a tensor, by their last name. A null leaves the dtype to an argument. */
const constructors: ReadonlyMap<string, DTypeText | null> = new Map([
  ...['tensor', 'as_tensor', 'from_numpy', 'Parameter', 'Variable', 'array', 'asarray', 'Array', 'DeviceArray'].map(
    (name): [string, null] => [name, null],
  ),
  ...['Tensor', 'constant', 'convert_to_tensor', 'matrix', 'list', 'tuple'].map((name): [string, null] => [name, null]),
  ...['Float', 'Double', 'Half', 'BFloat16', 'Int', 'Long', 'Short', 'Byte', 'Char', 'Bool'].map(
    (name): [string, DTypeText | null] => [`${name}Tensor`, readDType(name.toLowerCase())],
  ),
]);

/** Functions that make numbers instead of showing them. */
const generators = /^(zeros|ones|full|empty|eye|arange|linspace|rand|randn|randint|normal|uniform)(_like)?$/;

/** What stands before a tensor: prompts, titles, the line with the variable, "x =". */
const lead =
  /Parameter containing:\s*|Out\[\d+\]:\s*|In ?\[\d+\]:\s*|>>>[ \t]*|print\([^()\n]*\)[ \t]*\r?\n|(?!(?:nan|inf|infinity|true|false)\b)[a-z_][\w.]*[ \t]*\r?\n|[a-z_][\w.]*(?:[ \t]*:[ \t]*[\w.]+)?[ \t]*=(?!=)\s*/iy;
const tensorFlow = /<tf\.(?:Tensor|Variable)\b[^\n]*?\bnumpy=\s*/y;
const opening = /((?:[A-Za-z_]\w{0,63}\.){0,7}[A-Za-z_]\w{0,63})\s*\(/y;
const factor = /([\d.]+(?:e[+-]?\d+)?)[ \t]*\*\s*/iy;
const keyword =
  /,?\s*([A-Za-z_]\w*)\s*=\s*('[^'\n]*'|"[^"\n]*"|<[^\n]*?>(?=\s*[,)])|\([^()]*\)|\[[^[\]]*\]|[\w.]+(?:\([^()]*\))?)\s*/y;
const positional = /,?\s*([A-Za-z_][\w.]*)\s*/y;
const method = /\s*\.\s*(\w+)(?:\(([^()]*)\))?/y;
const oldSize = /\[(?:torch\.)?(?:cuda\.)?(\w*)Tensor of size ([\dx]+)[^\]]*\]\s*/y;
const rest = /[\s,;>]*/y;

const sparse = 'the tensor is sparse: paste x.to_dense().';
const masked = 'the array is masked: paste x.filled(0).';

/** Methods that change neither the numbers nor their order. */
const neutral = new Set([
  'cuda',
  'cpu',
  'to',
  'contiguous',
  'detach',
  'clone',
  'numpy',
  'requires_grad_',
  'copy',
  'eval',
]);

/** The facts that the arguments and methods of a text give. */
interface Declared {
  dtype: DTypeText | null;
  shape: Shape | null;
}

/**
 * Reads a tensor as PyTorch, NumPy, JAX and TensorFlow print it or as Python code has it: nested lists or tuples, with
 * or without a constructor, dtype and device; NumPy's form without commas; PyTorch's common factor; rows of numbers.
 * Nothing is executed. A refusal names `argument`, the place in the text, and what to do.
 */
export function readTensorText(text: string, argument: Argument): Result<TensorText> {
  const scanner = new TextScanner(text);
  const declared: Declared = { dtype: null, shape: null };
  const numbers = readWhole(scanner, declared);
  if (numbers === null || scanner.fault !== null) {
    const { at, problem } = scanner.fault ?? { at: 0, problem: 'there are no numbers.' };
    return refuse(argument, `${argument}, ${placeIn(text, at)}: ${problem}`);
  }
  const { count, values, isBracketed } = numbers;
  const shape = declaredOr(numbers.shape, count, declared.shape);
  if (shape === null)
    return refuse(
      argument,
      `${argument}: the text says the shape ${shapeText(declared.shape ?? [])}, but has ${formatInteger(count)} values.`,
    );
  if (count > mostPastedValues)
    return refuse(
      argument,
      `${argument}: the text has ${formatInteger(count)} values (${formatShape(shape)}); a document takes at most ` +
        `${formatInteger(mostPastedValues)}. Save the tensor as a .npy file and choose the file.`,
    );
  if (declared.dtype?.kind === 'refused') return refuse(argument, `${argument}: ${declared.dtype.reason}`);
  return ok({ shape, values, dtype: declared.dtype, isBracketed });
}

function declaredOr(shape: Shape, count: number, declared: Shape | null): Shape | null {
  if (declared === null) return shape;
  const unknown = declared.filter((size) => size < 0).length;
  const known = declared.reduce((product, size) => (size < 0 ? product : product * size), 1);
  const filled = declared.map((size) => (size < 0 ? count / known : size));
  return unknown <= 1 && filled.every(Number.isInteger) && elementCount(filled) === count ? filled : null;
}

function readWhole(
  scanner: TextScanner,
  declared: Declared,
): (ShapedNumbers & { readonly isBracketed: boolean }) | null {
  scanner.skipSpace();
  while (scanner.take(lead) !== null) scanner.skipSpace();
  let calls = 0;
  scanner.take(tensorFlow);
  for (let call = scanner.take(opening); call !== null; call = scanner.take(opening)) {
    calls += 1;
    if (!enter(scanner, call, declared)) return null;
    scanner.skipSpace();
  }
  const common = scanner.take(factor)?.[1];
  const scale = common === undefined ? noFactor : commonFactorOf(common);
  scanner.skipSpace();
  if (scanner.hasEnded()) return scanner.fail('there are no numbers.');
  const isBracketed = calls > 0 || (/[[(]/.test(scanner.text.charAt(scanner.at)) && !oldPlane(scanner));
  const numbers = isBracketed ? readNestedLists(scanner, scale) : readRows(scanner, scale);
  if (numbers === null) return null;
  while (calls > 0) {
    if (!leave(scanner, declared)) return null;
    calls -= 1;
    readMethods(scanner, declared);
  }
  readMethods(scanner, declared);
  readOldSize(scanner, declared);
  scanner.take(rest);
  if (!scanner.hasEnded())
    scanner.fail(`"${scanner.word()}" after the numbers cannot be read. Paste one tensor, and nothing else.`);
  return { ...numbers, isBracketed };
}

/** Returns whether the title of a plane follows, "(0 ,.,.) =", as PyTorch printed it before 0.4. */
function oldPlane(scanner: TextScanner): boolean {
  return /^\((?:\d+ ?, ?)+\./.test(scanner.text.slice(scanner.at, scanner.at + 80));
}

function refuseAt(scanner: TextScanner, problem: string, at = scanner.at): false {
  scanner.fail(problem, at);
  return false;
}

/** Checks the function whose call begins; returns false if it is no constructor. */
function enter(scanner: TextScanner, call: RegExpExecArray, declared: Declared): boolean {
  const path = call[1] ?? '';
  const name = path.split('.').at(-1) ?? '';
  const dtype = constructors.get(name);
  if (dtype !== undefined) {
    declared.dtype = dtype ?? declared.dtype;
    if (scanner.take(/\s*(?:crow_|ccol_)?indices\s*=/y) === null) return true;
    return refuseAt(scanner, sparse);
  }
  const problem = name.startsWith('masked')
    ? masked
    : generators.test(name)
      ? `${path}(…) makes numbers, but does not show them. Print the tensor, and paste what is printed.`
      : `${path}(…) is not a tensor that can be read: paste tensor(…), array(…) or nested lists.`;
  return refuseAt(scanner, problem, call.index);
}

/** Reads the arguments after the numbers and the closing parenthesis of a call; returns false after a fault. */
function leave(scanner: TextScanner, declared: Declared): boolean {
  for (;;) {
    scanner.skipSpace();
    const start = scanner.at;
    if (scanner.take(/,?\s*\)/y) !== null) return true;
    const named = scanner.take(keyword);
    if (named !== null) {
      const problem = readArgument(named[1] ?? '', named[2] ?? '', declared);
      if (problem !== null) return refuseAt(scanner, problem, start);
      continue;
    }
    const dtype = scanner.take(positional);
    if (dtype === null) {
      const problem = scanner.hasEnded()
        ? 'a closing ")" is missing at the end.'
        : `"${scanner.word()}" cannot be read here: an argument or ")" must follow the numbers.`;
      return refuseAt(scanner, problem);
    }
    declared.dtype = readDType(dtype[1] ?? '');
  }
}

/** Takes over an argument of a constructor; returns why the tensor cannot be read, or null. */
function readArgument(name: string, value: string, declared: Declared): string | null {
  switch (name) {
    case 'dtype':
      declared.dtype = readDType(value);
      return null;
    case 'size':
    case 'shape':
      declared.shape = (value.match(/\d+/g) ?? []).map(Number);
      return null;
    case 'indices':
    case 'crow_indices':
    case 'nnz':
    case 'layout':
      return value.endsWith('strided') ? null : sparse;
    case 'mask':
    case 'fill_value':
      return masked;
    case 'scale':
    case 'zero_point':
    case 'quantization_scheme':
      return 'the tensor is quantized: paste x.dequantize().';
    default:
      // device, requires_grad, grad_fn and others do not change the numbers.
      return null;
  }
}

function readMethods(scanner: TextScanner, declared: Declared): void {
  for (let found = scanner.take(method); found !== null; found = scanner.take(method)) {
    const [, name = '', argument] = found;
    const dtype = readDType(name === 'astype' || name === 'to' || name === 'type' ? (argument ?? '') : name);
    if (argument !== undefined && (name === 'reshape' || name === 'view'))
      declared.shape = (argument.match(/-?\d+/g) ?? []).map(Number);
    else if (dtype !== null) declared.dtype = dtype;
    else if (!neutral.has(name))
      scanner.fail(`.${name} changes the tensor, and is not computed here. Paste the result.`, found.index);
  }
}

/** Reads "[torch.FloatTensor of size 2x3]", the last line that PyTorch printed before 0.4. */
function readOldSize(scanner: TextScanner, declared: Declared): void {
  const found = scanner.take(oldSize);
  if (found === null) return;
  declared.dtype = readDType((found[1] ?? '').toLowerCase()) ?? declared.dtype;
  declared.shape = (found[2] ?? '').split('x').map(Number);
}
