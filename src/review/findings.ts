import { sizeText } from '../dialects/pythonText.ts';
import type { SourceSize } from '../dialects/value.ts';
import { parameterOf } from '../dialects/api.ts';
import { findApi } from '../dialects/dialects.ts';
import type { Refusal } from '../engine/core/refusal.ts';
import { wordList } from '../engine/core/wordList.ts';
import type { CallSite, FollowingLayer, SiteArgument, TextRange, TransposedSite } from '../python/callSite.ts';
import { argumentEdits, canGive, isLiteral } from './argumentEdits.ts';
import { biasArguments, channelArguments } from './argumentOfField.ts';
import { reachedFixes, evenFixes } from './evenFixes.ts';
import type { Finding, Fix } from './finding.ts';
import { legalFixes } from './legalFixes.ts';
import { describeSite, refusalIn, showsUneven, type SiteSummary } from './siteSummary.ts';

/**
 * Returns what a reader should know of a call: why it is illegal, that its overlap is uneven, that no tap reaches its
 * output padding, that its channels do not fit the next layer, that a normalization undoes its bias. Says nothing of what
 * is not known, nor of a call that is still being typed. `source` is the text that the site's ranges refer to.
 */
export function findingsOf(source: string, site: CallSite): readonly Finding[] {
  if (site.kind !== 'transposed' || !site.isComplete) return [];
  const summary = describeSite(site);
  const refusal = refusalIn(site, summary);
  if (refusal !== null) return [illegalCall(source, site, refusal)];
  return [
    unevenOverlap(source, site, summary),
    unreachedOutputPadding(source, site, summary),
    ...channelMismatches(source, site),
    biasBeforeNorm(source, site),
  ].filter((finding) => finding !== null);
}

/** Returns the finding of a call that is refused, perhaps in one of its uses only. */
function illegalCall(source: string, site: TransposedSite, refusal: Refusal): Finding {
  const found = findApi(site.resolvedName);
  const name = found === null ? null : parameterOf(found.api, refusal.argument);
  const given = name === null ? undefined : site.arguments.get(name);
  const framework = found?.dialect.title ?? 'The framework';
  return {
    kind: 'illegal-call',
    message: `${framework} refuses this call: ${refusal.message}`,
    range: given?.range ?? site.callee,
    fixes: name === null ? [] : legalFixes(source, site, name, refusal),
  };
}

function unevenOverlap(source: string, site: TransposedSite, { axes }: SiteSummary): Finding | null {
  const uneven = axes.filter(showsUneven);
  const [first] = uneven;
  if (first === undefined) return null;
  const numbers = uneven.map(({ kernel, stride, dilation }) => ({
    kernel: kernel as number,
    stride: stride as number,
    dilation: dilation as number,
  }));
  const texts = numbers.map(({ kernel, stride, dilation }) =>
    kernel % stride === 0
      ? `stride = ${stride} and dilation = ${dilation} have a common factor, so that some output elements get no tap`
      : `kernel_size = ${kernel} is not divisible by stride = ${stride}`,
  );
  const isSame = uneven.length === axes.length && texts.every((text) => text === texts[0]);
  const why = isSame
    ? (texts[0] ?? '')
    : uneven.map(({ letter }, at) => `along ${letter} ${texts[at] ?? ''}`).join(', and ');
  return {
    kind: 'uneven-overlap',
    message: `Uneven overlap: ${why}. The output elements get different numbers of taps, which can show as a checkerboard.`,
    range: rangeOf(site, 'kernel_size'),
    fixes: evenFixes(source, site),
  };
}

function unreachedOutputPadding(source: string, site: TransposedSite, { axes }: SiteSummary): Finding | null {
  const given = site.arguments.get('output_padding');
  if (given?.range === null || given === undefined) return null;
  const lines = axes.map(({ crop, letter }, at) => {
    const { padding, outputPadding } = site.layer.axes[at] ?? {};
    if (typeof outputPadding !== 'number' || outputPadding === 0) return { letter, count: 0 };
    const end =
      crop?.kind === 'crop'
        ? crop.end
        : padding?.kind === 'crop' && typeof padding.end === 'number'
          ? padding.end - outputPadding
          : 0;
    return { letter, count: Math.max(0, -end) };
  });
  const unreached = lines.filter(({ count }) => count > 0);
  if (unreached.length === 0) return null;
  const words = unreached.map(({ letter, count }) => {
    const name = letter === 'H' ? 'row' : letter === 'W' ? 'column' : 'element';
    return count === 1 ? `the last ${name}` : `the last ${count} ${name}s`;
  });
  const isOne = unreached.length === 1 && unreached[0]?.count === 1;
  const holds =
    site.layer.bias === false ? (isOne ? 'is 0' : 'are 0') : isOne ? 'holds only the bias' : 'hold only the bias';
  return {
    kind: 'unreached-output-padding',
    message: `No tap reaches ${wordList(words)} of the output, which ${holds}: output_padding is larger than what padding crops.`,
    range: given.range,
    fixes: reachedFixes(source, site),
  };
}

function channelMismatches(source: string, site: TransposedSite): readonly Finding[] {
  const uses = site.uses.length > 0 ? site.uses : [site];
  const findings = uses.flatMap(({ following }) => following.map((layer) => channelMismatch(source, site, layer)));
  const unique = new Map(
    findings.filter((each) => each !== null).map((each) => [`${each.range.from} ${each.message}`, each]),
  );
  return [...unique.values()];
}

function channelMismatch(source: string, site: TransposedSite, layer: FollowingLayer): Finding | null {
  const { takes, receives, takesArgument, takesRange, resolvedName, isDirect } = layer;
  if (typeof takes !== 'number' || typeof receives !== 'number' || takes === receives) return null;
  // Flattened tensors and such are not followed far enough to be sure.
  if (layer.kind === 'linear' || layer.kind === 'other') return null;
  const name = resolvedName.slice(resolvedName.lastIndexOf('.') + 1);
  const { range: nextRange } = layer;
  const place = nextRange === null ? '' : ` in line ${source.slice(0, nextRange.from).split('\n').length}`;
  const message = `${name}${place} takes ${takes} channels${takesArgument === null ? '' : ` (${takesArgument})`}, but receives ${receives}.`;
  const fixes: Fix[] = [];
  const isWritten = (range: TextRange | null | undefined): range is TextRange =>
    range !== null && range !== undefined && isLiteral(source.slice(range.from, range.to));
  if (takesArgument !== null && isWritten(takesRange))
    fixes.push({
      title: `Use ${takesArgument}=${receives} in ${name}`,
      edits: [{ range: takesRange, text: String(receives) }],
    });
  const out = channelArguments.cout.find((each) => site.arguments.has(each));
  const { groups, cout } = site.layer;
  const isOwn = out !== undefined && isWritten(site.arguments.get(out)?.range);
  if (isDirect && isOwn && cout === receives && typeof groups === 'number' && takes % groups === 0)
    fixes.push({ title: `Use ${out}=${takes}`, edits: argumentEdits(source, site, [[out, String(takes)]]) });
  return { kind: 'channel-mismatch', message, range: rangeOf(site, out ?? 'out_channels'), fixes };
}

/** A normalization of the output without anything between subtracts the mean of each channel, and the bias with it. */
const meanSubtracting = /(?:^|\.)(?:Sync)?(?:Lazy)?BatchNorm(?:alization)?(?:\dd)?$|(?:^|\.)(?:Lazy)?InstanceNorm\dd$/;

function biasBeforeNorm(source: string, site: TransposedSite): Finding | null {
  const name = biasArguments.find((each) => site.arguments.has(each));
  if (site.layer.bias !== true || name === undefined) return null;
  const found = findApi(site.resolvedName);
  if (found?.api.kind !== 'class') return null;
  const uses = site.uses.length > 0 ? site.uses : [site];
  const norms = uses.map(({ following }) => {
    const [next] = following;
    return next?.kind === 'norm' && next.isDirect && meanSubtracting.test(next.resolvedName) ? next : null;
  });
  const [norm] = norms;
  if (norm === null || norm === undefined || norms.some((each) => each === null)) return null;
  const given: SiteArgument | undefined = site.arguments.get(name);
  if (given?.assumed !== null && given?.assumed !== undefined) return null;
  const normName = norm.resolvedName.slice(norm.resolvedName.lastIndexOf('.') + 1);
  const saved = savedParameters(uses.map(({ layer }) => (layer ?? site.layer).cout));
  return {
    kind: 'bias-before-norm',
    message: `The bias has no effect: ${normName} after this layer subtracts the mean of each channel. ${name}=False saves ${saved}.`,
    range: given?.range ?? site.callee,
    fixes: canGive(site, name)
      ? [{ title: `Use ${name}=False`, edits: argumentEdits(source, site, [[name, 'False']]) }]
      : [],
  };
}

/** Names the biases of a call's uses: "64 parameters", or "32, 64 or 128 parameters a layer". */
function savedParameters(channels: readonly (SourceSize | null)[]): string {
  const texts = [...new Set(channels.map((count) => sizeText(count ?? { source: 'Cout' })))];
  const isEach = channels.length > 1 ? ' a layer' : '';
  const most = 4;
  if (texts.length > most) return 'a parameter for each output channel';
  const list = wordList(texts, 'or');
  return `${list} parameter${list === '1' ? '' : 's'}${isEach}`;
}

/** Returns the range of an argument; of the callee if the call does not give it. */
function rangeOf(site: TransposedSite, name: string): TextRange {
  return site.arguments.get(name)?.range ?? site.callee;
}
