import type { SourceSize } from '../dialects/value.ts';
import type { CallSite, FoldSite, SiteShape, TransposedSite } from '../python/callSite.ts';
import { describeSite, showsUneven, type SiteSummary } from './siteSummary.ts';
import { axesText, siteShapeText } from './siteShapeText.ts';

/** The words that lead from a lens to the debugger. */
const debugThisCall = 'debug this call';

/**
 * Returns the line above a call: "×2 · 4×4 → 8×8 · debug this call". Where a size is not known the letters stand for it:
 * "×2 · H×W → 2H×2W". An illegal call says why, unless it is still being typed.
 */
export function lensText(site: CallSite): string {
  return [...lensParts(site), ...(site.kind === 'transposed' ? [debugThisCall] : [])].join(' · ');
}

/** Returns the parts of a lens without the words that lead to the debugger. */
export function lensParts(site: CallSite): readonly string[] {
  return site.kind === 'transposed' ? transposedParts(site) : foldParts(site);
}

function transposedParts(site: TransposedSite): readonly string[] {
  const whole = describeSite(site);
  // What a call that is still being typed lacks, it may get.
  if (!site.isComplete && whole.illegal !== null) return ['not complete'];
  if (whole.illegal !== null) return [`illegal: ${withoutStop(whole.illegal.message)}`];
  const uses = site.uses.length > 1 ? site.uses.map((use) => describeSite(site, use)) : [whole];
  const illegal = uses.filter((use) => use.illegal !== null);
  const [refused] = illegal;
  if (refused?.illegal)
    return [`illegal ${shareOf(illegal.length, uses.length)}: ${withoutStop(refused.illegal.message)}`];
  if (uses.some(({ axes }) => axes.some(({ kernel }) => isNamedByApi(site, kernel))))
    return ['arguments not known here'];
  const texts = [...new Set(uses.map((use) => sizeParts(use).join(' · ')))];
  const uneven = uses.filter(({ axes }) => axes.some(showsUneven)).length;
  return [
    `${texts[0] ?? ''}${texts.length > 1 ? `, first of ${texts.length}` : ''}`,
    ...(uneven === 0
      ? []
      : [uneven === uses.length ? 'overlap uneven' : `overlap uneven ${shareOf(uneven, uses.length)}`]),
  ];
}

/** Returns whether a kernel is known by its parameter's name only: it is in a `**dictionary` that is not known. */
function isNamedByApi({ hasUnknownArguments, arguments: given }: TransposedSite, kernel: SourceSize): boolean {
  return (
    hasUnknownArguments && typeof kernel !== 'number' && kernel.source === 'kernel_size' && !given.has('kernel_size')
  );
}

function shareOf(count: number, of: number): string {
  return count === of ? 'in all uses' : `in ${count} of ${of} uses`;
}

/** Longer sizes are left to the hover: nobody reads such a formula above a line. */
const longestSizes = 72;

/** Returns the parts of a lens that say sizes. */
function sizeParts(summary: SiteSummary): readonly string[] {
  const { axes, isAssumed } = summary;
  const sizes = spatialText(summary);
  return [
    `×${axesText(axes.map(({ stride }) => stride))}`,
    ...(sizes === null || sizes.length > longestSizes ? [] : [isAssumed ? `${sizes}, assumed` : sizes]),
  ];
}

/** Writes the spatial sizes of a call: "4×4 → 8×8", "H×W → 2H×2W". Null if the output has no formula. */
export function spatialText({ axes }: Pick<SiteSummary, 'axes'>): string | null {
  const output = axes.flatMap(({ output: size }) => (size === null ? [] : [size]));
  if (output.length < axes.length) return null;
  return `${siteShapeText(axes.map(({ input }) => input))} → ${siteShapeText(output)}`;
}

/** Returns the sizes of an unfold (image → U) or a fold (U → image): "1×3×8×8 → 1×27×64". */
function foldParts(site: FoldSite): readonly string[] {
  const sizes = foldShapes(site).join(' → ');
  return [...(sizes.length > longestSizes ? [] : [sizes]), foldCount(site)];
}

/** Returns the shapes of the input and the output of an unfold or a fold, with letters where a size is not known. */
export function foldShapes(site: FoldSite): readonly [input: string, output: string] {
  const image = siteShapeText(site.axes.map(({ image: size }, at) => size ?? { source: at === 0 ? 'H' : 'W' }));
  const unfolded = site.unfolded === null ? 'U' : `U ${siteShapeText(site.unfolded)}`;
  const shape = (given: SiteShape | null, fallback: string): string =>
    given === null ? fallback : siteShapeText(given);
  return site.kind === 'unfold' ? [shape(site.input, image), unfolded] : [unfolded, shape(site.output, image)];
}

/** Returns how many places the window has: "28×28 = 784 windows of 3×3". */
function foldCount({ axes }: FoldSite): string {
  const window = siteShapeText(axes.map(({ kernel }) => kernel));
  const [down, across] = axes.map(({ places }) => places);
  if (typeof down === 'number' && typeof across === 'number') return `${down}×${across} windows of ${window}`;
  return `windows of ${window}, stride ${axesText(axes.map(({ stride }) => stride))}`;
}

/** Returns the hint after a call with the shape of its output: "→ 1×32×8×8". Null if nothing is known of the shape. */
export function shapeHint(site: CallSite): string | null {
  if (site.kind !== 'transposed') return site.output === null ? null : `→ ${siteShapeText(site.output)}`;
  const { illegal, axes, output } = describeSite(site);
  if (illegal !== null) return null;
  if (output !== null) return `→ ${siteShapeText(output)}`;
  const sizes = axes.flatMap(({ output: size }) => (size === null ? [] : [size]));
  return sizes.length === axes.length ? `→ ${siteShapeText(sizes)}` : null;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
