import type { Params } from '../../engine/core/call.ts';
import type { Comparison, Extreme } from '../../engine/compare/comparison.ts';
import { indexAt } from '../../engine/core/flatIndex.ts';
import { type ProfileId, profileOf } from '../../engine/precision/profiles.ts';
import type { Shape, Tensor } from '../../engine/core/tensor.ts';
import { shapeWithoutHeight, tensorWithoutHeight } from '../document/withHeight.ts';
import type { ErrorReport, RunReport } from './runReport.ts';
import type { Run } from '../run/run.ts';
import { tensorDigest } from './sha256.ts';

/**
 * Returns the report of a run, which `JSON.stringify` writes without loss. A number that overflowed to an infinity
 * (such as an error above a bound of 0) becomes the largest double, so that `x <= limit` still fails as it should; null
 * would pass.
 */
export function reportOf(run: Run): RunReport {
  const { call, geometry, profile, computedOutput, output, actualFile, formulation, comparison, referenceBy } = run;
  const shapeOf = ({ shape }: Tensor): Shape => shapeWithoutHeight(shape, geometry);
  return {
    formulation,
    dtype: profile,
    input: { shape: shapeOf(call.input) },
    weight: { shape: shapeOf(call.weight) },
    bias: call.bias === null ? null : { shape: call.bias.shape },
    parameters: parametersReport(call.params),
    output: {
      shape: shapeOf(computedOutput),
      dtype: computedOutput.dtype,
      sha256: tensorDigest(tensorWithoutHeight(computedOutput, geometry)),
    },
    ...(actualFile === null
      ? {}
      : { actual: { file: actualFile, sha256: tensorDigest(tensorWithoutHeight(output, geometry)) } }),
    reference: {
      by: referenceBy.kind === 'loop' ? 'naive' : 'kernels',
      checked: referenceBy.kind === 'kernels' ? referenceBy.checked : output.data.length,
    },
    error: errorReportOf(comparison, shapeOf(output), errorScaleOf(profile)),
    verdict: comparison.verdict,
  };
}

/** Returns the parameters of a call under PyTorch's names. */
export function parametersReport(params: Params): RunReport['parameters'] {
  const { stride, padding, paddingEnd, outputPadding, dilation, groups } = params;
  return {
    stride,
    padding,
    ...(paddingEnd === undefined ? {} : { padding_end: paddingEnd }),
    output_padding: outputPadding,
    dilation,
    groups,
  };
}

/** The format and the bound to which the numbers of a comparison refer. */
export type ErrorScale = Pick<ErrorReport, 'ulp' | 'bound'>;

/** Returns the scale of a comparison with a reference: the bound of the profile, and units of the format it stores. */
export function errorScaleOf(profile: ProfileId): ErrorScale {
  return { ulp: profileOf(profile).output.format, bound: profile };
}

/**
 * Returns the report of a comparison, JSON-safe as {@link reportOf} describes. `shape` is that of the compared tensors.
 */
export function errorReportOf(comparison: Comparison, shape: Shape, scale: ErrorScale): ErrorReport {
  const { maxAbs, maxRel, maxUlp, maxBoundRatio, tolerance, nonFinite } = comparison;
  return {
    maxAbs: valueOf(maxAbs),
    maxAbsAt: placeOf(maxAbs, shape),
    maxRel: valueOf(maxRel),
    maxUlp: valueOf(maxUlp),
    ulp: scale.ulp,
    boundRatio: valueOf(maxBoundRatio),
    boundRatioAt: placeOf(maxBoundRatio, shape),
    beyondBound: comparison.beyondBound?.count ?? null,
    bound: scale.bound,
    meanSigned: finite(comparison.meanSigned),
    meanAbs: finite(comparison.meanAbs),
    rms: finite(comparison.rms),
    // The quantile 1 is left out: it is maxAbs, and the key "1" would come before all others.
    quantiles: Object.fromEntries(
      comparison.quantiles.flatMap(({ p, abs }) => (p < 1 ? [[String(p), finite(abs)]] : [])),
    ),
    mismatches: comparison.mismatches.count,
    total: comparison.total,
    rtol: tolerance.rtol,
    atol: tolerance.atol,
    equalNan: tolerance.equalNan,
    nonFinite: {
      actual: nonFinite.actual,
      expected: nonFinite.expected,
      unmatched: nonFinite.unmatched,
    },
  };
}

/** Limits a number to the range of finite doubles. JSON has no infinity, and a sum of finite errors can overflow. */
function finite(value: number): number {
  if (Number.isNaN(value)) return Number.MAX_VALUE;
  return Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
}

function valueOf(extreme: Extreme | null): number | null {
  return extreme === null ? null : finite(extreme.value);
}

function placeOf(extreme: Extreme | null, shape: Shape): readonly number[] | null {
  return extreme === null ? null : indexAt(shape, extreme.at);
}
