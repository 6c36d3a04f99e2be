import { existsSync } from 'node:fs';
import type { Pair } from '../../engine/core/call.ts';
import { fillIds } from '../../engine/fills/fillIds.ts';
import { type ProfileId, profileIds } from '../../engine/precision/profiles.ts';
import { ok, refuse, type Argument, type Result } from '../../engine/core/refusal.ts';
import { elementCount, type Shape } from '../../engine/core/tensor.ts';
import { tensorExtensions } from '../../formats/common/tensorExtensions.ts';
import { isTensorPath, tensorPathOf } from '../../formats/common/tensorPath.ts';
import { didYouMean } from '../../scenario/text/nearestWord.ts';
import type { FileSource, FillSource } from '../../scenario/document/scenario.ts';

const integer = /^[+-]?\d+$/;

/** Returns a number's text with a minus sign as a hyphen, which a program can read. */
function withHyphen(text: string): string {
  return text.replace(/^−/, '-');
}

/** Parses an integer. The caller checks its range. */
export function parseInteger(given: string, argument: Argument): Result<number> {
  const text = withHyphen(given.trim());
  const value = integer.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value)) return ok(value);
  const limits = Number.isNaN(value) ? '' : ` from −${Number.MAX_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}`;
  return refuse(argument, `${argument} = ${JSON.stringify(text)} must be an integer${limits}`);
}

/** Takes the brackets off a list as Python writes it: "(2, 1)" is "2, 1". */
function withoutBrackets(text: string): string {
  const trimmed = text.trim();
  const isList = /^(?:\(.*\)|\[.*\])$/.test(trimmed);
  return isList ? trimmed.slice(1, -1).replace(/,\s*$/, '') : text;
}

/**
 * Parses "2" (for both axes), or "2,1", "2x1" or "(2, 1)" (height and width). A refusal calls the flag `name`, by default as
 * its argument.
 */
export function parsePair(text: string, argument: Argument, name: string = argument): Result<Pair> {
  const [first = '', second = first, ...more] = withoutBrackets(text)
    .split(/[,x×]/)
    .map((part) => withHyphen(part.trim()));
  if (!integer.test(first) || !integer.test(second) || more.length > 0) {
    return refuse(argument, `${name} = ${JSON.stringify(text)} must be one integer or height,width, such as 2 or 2,1`);
  }
  const [h, w] = [parseInteger(first, argument), parseInteger(second, argument)];
  if (!h.ok) return h;
  return w.ok ? ok([h.value, w.value]) : w;
}

/** Parses a number of at least 0. */
export function parseTolerance(text: string, argument: 'rtol' | 'atol'): Result<number> {
  const value = text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) && value >= 0
    ? ok(value)
    : refuse(argument, `${argument} = ${JSON.stringify(text)} must be a number of at least 0`);
}

/** Parses a word that must be one of `choices`. A refusal calls the flag `name`, by default as its argument. */
export function parseChoice<T extends string>(
  text: string,
  argument: Argument,
  choices: readonly T[],
  name: string = argument,
): Result<T> {
  const choice = choices.find((each) => each === text);
  return choice === undefined
    ? refuse(
        argument,
        `${name} = ${JSON.stringify(text)} must be one of ${choices.join(', ')}.${didYouMean(text, choices)}`,
      )
    : ok(choice);
}

/** Returns the sizes of a shape as it is typed: "1x50x28x28", with × or commas, or as Python prints it; null if it is none. */
export function sizesIn(text: string): Shape | null {
  const parts = withoutBrackets(text).split(/[x×,]/);
  return parts.every((part) => /^\s*\d+\s*$/.test(part)) ? parts.map(Number) : null;
}

/** Parses a shape such as "1x50x28x28"; see {@link sizesIn}. */
function parseShape(text: string, argument: Argument): Result<Shape> {
  const shape = sizesIn(text);
  return shape !== null && Number.isSafeInteger(elementCount(shape))
    ? ok(shape)
    : refuse(argument, `${argument} = ${JSON.stringify(text)} must be a shape such as 1x50x28x28`);
}

/** Returns true if a text names a file that exists, whatever its extension: what is in it says how it is read. */
function isFile(text: string): boolean {
  return existsSync(tensorPathOf(text).file);
}

/** The names that PyTorch and others have for the precisions. */
const otherDTypes: Readonly<Record<string, ProfileId>> = {
  float: 'float32',
  fp32: 'float32',
  double: 'float64',
  fp64: 'float64',
  half: 'float16',
  fp16: 'float16',
  bf16: 'bfloat16',
};

/** Parses the precision of a computation, also by another of its names: "half", "torch.bfloat16". */
export function parseDType(text: string): Result<ProfileId> {
  const name = text.replace(/^torch\./, '');
  return parseChoice(otherDTypes[name] ?? name, 'dtype', profileIds);
}

/** Parses the description of a tensor: `FILE`, `FILE#key`, or a fill and its shape such as `randn:1x50x28x28`. */
export function parseSource(text: string, argument: Argument): Result<FileSource | FillSource> {
  if (isTensorPath(text)) return ok({ file: text });
  const colon = text.indexOf(':');
  if (colon < 0 && isFile(text)) return ok({ file: text });
  const sizes = sizesIn(text);
  if (sizes !== null && sizes.length > 1) {
    return refuse(
      argument,
      `${argument} = ${JSON.stringify(text)} is only a shape: give a tensor file, or a fill of it such as randn:${sizes.join('x')}`,
    );
  }
  if (colon < 0) {
    return refuse(
      argument,
      `${argument} = ${JSON.stringify(text)} must be a tensor file (${tensorExtensions.join(', ')}) or a fill such as randn:1x50x28x28`,
    );
  }
  const word = text.slice(0, colon);
  const fill = fillIds.find((id) => id === word);
  if (fill === undefined && isFile(text)) return ok({ file: text });
  if (fill === undefined) {
    return refuse(
      argument,
      `${argument}: ${JSON.stringify(word)} is not a fill; the fills are ${fillIds.join(', ')}.${didYouMean(word, fillIds)}`,
    );
  }
  const shape = parseShape(text.slice(colon + 1), argument);
  return shape.ok ? ok({ fill, shape: shape.value }) : shape;
}
