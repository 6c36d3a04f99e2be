import { parameterOf } from '../dialects/api.ts';
import { findApi } from '../dialects/dialects.ts';
import type { CallShape } from '../engine/core/call.ts';
import type { Argument } from '../engine/core/refusal.ts';
import { isSameShape } from '../engine/core/tensor.ts';
import type { TextRange, TransposedSite } from '../python/callSite.ts';
import { biasArguments, channelArguments, firstParameter } from './argumentOfField.ts';
import { argumentEdits, axisExpression, canGive, isLiteral, writtenArgument } from './argumentEdits.ts';
import type { SourceEdit } from './finding.ts';

/** An argument whose expression in the code is a symbol, which is not overwritten unasked. */
export interface HeldArgument {
  readonly name: string;
  /** The expression in the code: `cfg.stride`. */
  readonly symbol: string;
  readonly range: TextRange;
  /** The expression that would be written. */
  readonly expression: string;
}

/** What an edit in the debugger changes in the code. */
export interface CodeChange {
  readonly edits: readonly SourceEdit[];
  readonly held: readonly HeldArgument[];
  /** How the code spells the values that the edits replace, for {@link writeBack} to write them so again. */
  readonly spellings: ReadonlyMap<string, string>;
  /** Why other changes cannot be written, in sentences. */
  readonly refused: readonly string[];
}

/**
 * Returns the edits of a call's arguments that lead from the shapes and parameters of the code to those of the debugger.
 * An absent argument is added as a keyword, one that becomes its default is kept. `overwrite` names symbols that may be
 * replaced, and `spellings` the texts that earlier edits replaced. `source` is the text that the site's ranges refer to.
 */
export function writeBack(
  source: string,
  site: TransposedSite,
  code: CallShape,
  edited: CallShape,
  overwrite: ReadonlySet<string> = new Set(),
  spellings: ReadonlyMap<string, string> = new Map(),
): CodeChange {
  const rank = site.layer.axes.length;
  const found = findApi(site.resolvedName);
  const written: (readonly [name: string, expression: string])[] = [];
  const held: HeldArgument[] = [];
  const replaced = new Map<string, string>();
  const refused: string[] = [];
  const write = (name: string, expression: string): void => {
    const range = site.arguments.get(name)?.range ?? null;
    const symbol = writtenArgument(source, site, name);
    if (!canGive(site, name))
      refused.push(`${name} is not written in this call, which takes it from elsewhere: change it there.`);
    else if (range !== null && symbol !== null && !isLiteral(symbol) && !overwrite.has(name))
      held.push({ name, symbol: symbol.replace(/\s+/g, ' '), range, expression });
    else written.push([name, expression]);
  };
  const nameOf = (argument: Argument): string | null => (found === null ? null : parameterOf(found.api, argument));
  const axes = (argument: Argument, before: readonly number[], after: readonly number[]): void => {
    if (isSameShape(before, after)) return;
    const name = nameOf(argument);
    if (rank === 1 && before.at(0) !== after.at(0)) {
      refused.push(`${site.layer.api} is 1-D: its height cannot change.`);
      if (before.at(-1) === after.at(-1)) return;
    }
    if (name === null) refused.push(`${argument} is not an argument of ${site.layer.api}.`);
    else {
      const [from, to] = [before.slice(-rank), after.slice(-rank)];
      const written = writtenArgument(source, site, name);
      if (written !== null) replaced.set(spellingKey(name, from), written);
      write(name, spellings.get(spellingKey(name, to)) ?? axisExpression(to, written, needsTuple(site, argument)));
    }
  };
  axes('kernel_size', code.weight.slice(2), edited.weight.slice(2));
  axes('stride', code.params.stride, edited.params.stride);
  axes('dilation', code.params.dilation, edited.params.dilation);
  writePadding(site, code, edited, axes, refused);
  const single = (name: string | null, before: number, after: number, what: string): void => {
    if (before === after) return;
    if (name === null) refused.push(`${what} is not an argument of ${site.layer.api}.`);
    else write(name, String(after));
  };
  const { groups } = edited.params;
  single(firstParameter(site, ['groups']), code.params.groups, groups, 'groups');
  single(
    firstParameter(site, channelArguments.cin),
    code.weight[0] ?? 0,
    edited.weight[0] ?? 0,
    'The number of input channels',
  );
  const channels = ({ weight, params }: CallShape): number => (weight[1] ?? 0) * params.groups;
  single(
    firstParameter(site, channelArguments.cout),
    channels(code),
    channels(edited),
    'The number of output channels',
  );
  if ((code.bias === null) !== (edited.bias === null)) {
    const name = firstParameter(site, biasArguments);
    if (name === null || found?.api.kind === 'function')
      refused.push(`The bias of ${site.layer.api} is a tensor: it is not changed in the code.`);
    else write(name, edited.bias === null ? 'False' : 'True');
  }
  return { edits: argumentEdits(source, site, written), held, spellings: replaced, refused };
}

/** Writes padding and output padding, which only PyTorch's layers have as the debugger has them. */
function writePadding(
  { layer }: TransposedSite,
  code: CallShape,
  edited: CallShape,
  axes: (argument: Argument, before: readonly number[], after: readonly number[]) => void,
  refused: string[],
): void {
  const [before, after] = [code.params, edited.params];
  if (layer.dialect === 'pytorch') {
    axes('padding', before.padding, after.padding);
    if (layer.axes.every(({ outputSize }) => outputSize === null))
      axes('output_padding', before.outputPadding, after.outputPadding);
    else if (!isSameShape(before.outputPadding, after.outputPadding))
      refused.push('The output size is given where the layer is called (output_size), which decides output_padding.');
    if (after.paddingEnd !== undefined) refused.push('PyTorch has one padding for both ends.');
    return;
  }
  const ends = [before.paddingEnd ?? before.padding, after.paddingEnd ?? after.padding] as const;
  const isSame =
    isSameShape(before.padding, after.padding) &&
    isSameShape(...ends) &&
    isSameShape(before.outputPadding, after.outputPadding);
  if (!isSame) refused.push(`The padding argument of ${layer.api} decides what is cropped: change it in the code.`);
}

/** A kernel size of Flax is a tuple, and JAX takes sequences only. */
function needsTuple({ layer }: TransposedSite, argument: Argument): boolean {
  return layer.dialect === 'jax' || (layer.dialect === 'flax' && argument === 'kernel_size');
}

function spellingKey(name: string, values: readonly number[]): string {
  return `${name} ${values.join(' ')}`;
}
