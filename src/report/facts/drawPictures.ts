import { finiteMax, niceLimit } from '../../colour/limits.ts';
import { signedScale } from '../../colour/scale.ts';
import type { AxisCut } from '../../engine/areas/axisCut.ts';
import { reduceAreas } from '../../engine/areas/reduceAreas.ts';
import { indexAt } from '../../engine/core/flatIndex.ts';
import type { Steps } from '../../engine/core/steps.ts';
import { isSameShape, type Tensor } from '../../engine/core/tensor.ts';
import type { MatrixView } from '../../engine/geometry/matrixView.ts';
import {
  hasElements,
  leadingAxes,
  type Plane,
  planeAt,
  planeView,
  signedDifferenceView,
} from '../../engine/views/plane.ts';
import type { CheckedOutput } from '../../scenario/report/checkedOutput.ts';
import type { Run } from '../../scenario/run/run.ts';
import { formatIndex, formatShort } from '../../scenario/text/format.ts';
import { heatmapImage } from '../picture/heatmapImage.ts';
import { pngOf } from '../picture/pngImage.ts';
import type { ReportPicture } from './reportFacts.ts';

/**
 * Draws the output, or the output to check, and its difference from the reference: the plane of the first wrong element
 * or, if there is none, of the largest error. If the shapes differ, draws the output to check and the correct one.
 * Returns no picture of a tensor without elements.
 */
export function* drawPictures(
  run: Run,
  checked: CheckedOutput | null,
  actual: Tensor | null,
): Steps<readonly ReportPicture[]> {
  const { reference } = run;
  const shown = actual ?? run.output;
  if (!hasElements(shown.shape) || !hasElements(reference.shape)) return [];
  const title = actual === null ? 'Output' : 'Output to check';
  if (!isSameShape(shown.shape, reference.shape)) {
    const limit = Math.max(
      planeMax(shown, planeAt(shown.shape, [])),
      planeMax(reference, planeAt(reference.shape, [])),
    );
    return [
      yield* pictureOf('output', title, shown, null, limit),
      yield* pictureOf('correct', 'Correct output', reference, null, limit),
    ];
  }
  const at = checked?.facts.firstMismatch?.index ?? checked?.report.error?.maxAbsAt ?? placeOfError(run);
  const leading = at.slice(0, leadingAxes(shown.shape).length);
  const plane = planeAt(shown.shape, leading);
  const limit = Math.max(planeMax(shown, plane), planeMax(reference, plane));
  return [
    yield* pictureOf('output', title, shown, leading, limit),
    yield* pictureOf('difference', `${title} − float64 reference`, { shown, reference }, leading, null),
  ];
}

/** Returns the index of the run's largest error. */
function placeOfError({ comparison, output }: Run): readonly number[] {
  return indexAt(output.shape, comparison.maxBoundRatio?.at ?? comparison.maxAbs?.at ?? 0);
}

type Pictured = Tensor | { readonly shown: Tensor; readonly reference: Tensor };

/** Draws a plane of a tensor, or of a difference, on a scale from −limit to limit; its own largest value if null. */
function* pictureOf(
  id: string,
  title: string,
  pictured: Pictured,
  at: readonly number[] | null,
  limit: number | null,
): Steps<ReportPicture> {
  const { shape } = 'shown' in pictured ? pictured.shown : pictured;
  const leading = at ?? leadingAxes(shape).map(() => 0);
  const plane = planeAt(shape, leading);
  const view =
    'shown' in pictured ? signedDifferenceView(pictured.shown, pictured.reference, plane) : planeView(pictured, plane);
  const scale = signedScale(niceLimit(limit ?? (yield* largestIn(view))));
  const image = yield* heatmapImage(view, scale);
  const high = formatShort(scale.high);
  const caption =
    `${title}, plane ${formatIndex(leading)}: blue ${formatShort(scale.low)}, white 0, red ${high}.` +
    (image.hasNonFinite ? ' Black: NaN or infinite.' : '');
  return { id, caption, width: image.width, height: image.height, png: pngOf(image) };
}

function planeMax(tensor: Tensor, plane: Plane): number {
  return finiteMax(tensor.data, plane.at, plane.at + plane.rows * plane.columns);
}

/** Returns the largest finite |value| of a matrix, or 0 if there is none. */
function* largestIn(view: MatrixView): Steps<number> {
  const { min, max } = yield* reduceAreas(view, wholeAxis(view.rows), wholeAxis(view.columns));
  return finiteMax([...min, ...max]);
}

/** Returns an axis as one place. */
function wholeAxis(cells: number): AxisCut {
  return { first: 0, places: 1, cells };
}
