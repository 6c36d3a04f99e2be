import type { SourceSize } from '../../dialects/value.ts';
import type { TransposedSite } from '../../python/callSite.ts';
import { formatInteger, formatPercent, formatShort } from '../../scenario/text/format.ts';
import { describeSite, type SiteSummary } from '../siteSummary.ts';
import { sizeText } from '../../dialects/pythonText.ts';
import { siteShapeText } from '../siteShapeText.ts';
import { type Effect, neutralEffect } from './effect.ts';

/** Compares the weights of two calls: their shape and order, whether saved ones still load, and their number. */
export function weightEffects(before: TransposedSite, after: TransposedSite): readonly Effect[] {
  const [old, now] = [withChannelsOf(before, after), withChannelsOf(after, before)];
  const [orderBefore, orderAfter] = [before.layer.weight.order, after.layer.weight.order];
  if (old.weight === null || now.weight === null) return [];
  const isSameOrder = orderBefore === orderAfter;
  const [shapeBefore, shapeAfter] = [siteShapeText(old.weight), siteShapeText(now.weight)];
  if (isSameOrder && shapeBefore === shapeAfter) return [];
  const [from, to] = isSameOrder
    ? [shapeBefore, shapeAfter]
    : [`${orderBefore} ${shapeBefore}`, `${orderAfter} ${shapeAfter}`];
  const isCertain = !isSameOrder || provenDifferent(old.weight, now.weight);
  const text = isCertain ? `weights no longer load: ${from} → ${to}` : `weight ${from} → ${to}`;
  const means = !isCertain
    ? 'Whether saved weights still load depends on values that are not known here.'
    : isSameOrder
      ? 'Weights that were saved before do not fit this call.'
      : 'The axes of the weight have another order: weights that were saved before must be permuted.';
  return [neutralEffect('weights', from, to, { text, means })];
}

/** Compares what two calls cost: the number of parameters, and of multiply-adds in proportion. */
export function costEffects(before: TransposedSite, after: TransposedSite): readonly Effect[] {
  const [old, now] = [describeSite(before), describeSite(after)];
  return [parameterEffect(old, now), multiplyAddEffect(before, after, old, now)].filter((effect) => effect !== null);
}

function parameterEffect(old: SiteSummary, now: SiteSummary): Effect | null {
  const [from, to] = [old.parameters, now.parameters];
  if (from === null || to === null || from === to) return null;
  const [left, right] = [formatInteger(from), formatInteger(to)];
  const text = `parameters ${left} → ${right} (${signedPercent(to / from - 1)})`;
  return neutralEffect('parameters', left, right, { text, isMinor: true });
}

function multiplyAddEffect(
  before: TransposedSite,
  after: TransposedSite,
  old: SiteSummary,
  now: SiteSummary,
): Effect | null {
  const counts =
    old.multiplyAdds === null || now.multiplyAdds === null ? null : ([old.multiplyAdds, now.multiplyAdds] as const);
  const ratio = counts === null ? tapRatio(before, after) : counts[1] / counts[0];
  if (ratio === null || !Number.isFinite(ratio) || ratio === 1) return null;
  const [left, right] = counts === null ? ['×1', `×${formatShort(ratio)}`] : counts.map(formatInteger);
  return neutralEffect('multiply-adds', left ?? '', right ?? '', {
    text: `multiply-adds ×${formatShort(ratio)}`,
    isMinor: true,
  });
}

/** Returns the ratio of Cin·Cout/groups·kH·kW, the multiply-adds for one input element; null if it is not known. */
function tapRatio({ layer: old }: TransposedSite, { layer: now }: TransposedSite): number | null {
  const ratios = [
    ratioOf(old.cin, now.cin),
    ratioOf(old.cout, now.cout),
    ratioOf(now.groups, old.groups),
    ...now.axes.map(({ kernel }, at) => ratioOf(old.axes[at]?.kernel ?? null, kernel)),
  ];
  return ratios.reduce((product, ratio) => (product === null || ratio === null ? null : product * ratio), 1);
}

function ratioOf(from: SourceSize | null, to: SourceSize | null): number | null {
  if (typeof from === 'number' && typeof to === 'number') return to / from;
  return nameOf(from) === nameOf(to) ? 1 : null;
}

function nameOf(size: SourceSize | null): string {
  return size === null ? '' : sizeText(size);
}

/** Describes a call that, if it does not say its channels, has those of another one. */
function withChannelsOf(site: TransposedSite, other: TransposedSite): SiteSummary {
  const cin = site.layer.cin ?? other.layer.cin ?? { source: 'Cin' };
  const cout = site.layer.cout ?? other.layer.cout ?? { source: 'Cout' };
  return describeSite({ ...site, layer: { ...site.layer, cin, cout } });
}

/** Returns whether two shapes differ whatever their unknown sizes are. */
function provenDifferent(a: readonly SourceSize[], b: readonly SourceSize[]): boolean {
  if (a.length !== b.length) return true;
  return a.some((size, at) => {
    const other = b[at];
    return typeof size === 'number' && typeof other === 'number' && size !== other;
  });
}

function signedPercent(share: number): string {
  return `${share < 0 ? '−' : '+'}${formatPercent(Math.abs(share), Math.abs(share) < 0.095 ? 1 : 0)}`;
}
