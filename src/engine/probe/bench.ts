import type { Call, CallShape } from '../core/call.ts';
import {
  bytesPerElement,
  type DType,
  elementCount,
  isSameShape,
  type Shape,
  type Tensor,
  tensorOf,
} from '../core/tensor.ts';
import type { Geometry } from '../geometry/geometry.ts';
import { failedWith, type Measured, measuredAs, type ProbePurpose, type Probing } from './probeRun.ts';

/** What a probe runs: the shapes of the call, and the dtype of the tensors. */
export interface ProbeSubject {
  readonly shape: CallShape;
  readonly geometry: Geometry;
  readonly dtype: DType;
}

/** The limits of a probe. */
export interface ProbeLimits {
  /** The most runs of the implementation. */
  readonly mostRuns: number;
  /** The most bytes of the tensors of one run. */
  readonly mostBytes: number;
}

/** An output as the implementation wrote it. */
export interface ProbeOutput {
  readonly output: Tensor;
  /** The name of the element type in the file. */
  readonly element: string;
}

/** The values of a run's tensors; whatever is absent is 0. */
export interface RunValues {
  readonly input?: ArrayLike<number>;
  readonly weight?: ArrayLike<number>;
  readonly bias?: ArrayLike<number> | null;
}

/**
 * Runs the implementation with values of the probe's choice. Images with the same weight are run together, as many as
 * fit into a run, as long as the implementation takes another number of images than the call has.
 */
export class Bench {
  readonly subject: ProbeSubject;
  readonly limits: ProbeLimits;
  /** The runs so far, by their purposes. */
  readonly runs: ProbePurpose[] = [];
  /** False once the implementation has failed with another number of images than the call has. */
  takesAnyBatch = true;
  /** True once an image has given another output among another number of images. */
  dependsOnBatch = false;

  constructor(subject: ProbeSubject, limits: ProbeLimits) {
    this.subject = subject;
    this.limits = limits;
    this.takesAnyBatch = subject.geometry.batched;
  }

  /** Elements of one input image. */
  get imageSize(): number {
    const { input } = this.subject.shape;
    return elementCount(input.slice(-3));
  }

  /** Elements of the output of one image. */
  get outputSize(): number {
    const { cout, columns } = this.subject.geometry;
    return cout * columns;
  }

  get weightSize(): number {
    return elementCount(this.subject.shape.weight);
  }

  /** Returns the call on these values, with `images` images (default: those of the call). */
  callOf({ input, weight, bias }: RunValues, images: number | null = null): Call {
    const { shape, dtype } = this.subject;
    const inputShape = images === null ? shape.input : [images, ...shape.input.slice(-3)];
    const filled = (of: Shape, values: ArrayLike<number> | undefined): Tensor =>
      tensorOf(dtype, of, values ?? new Float64Array(elementCount(of)));
    return {
      dtype,
      input: filled(inputShape, input),
      weight: filled(shape.weight, weight),
      bias: shape.bias === null ? null : filled(shape.bias, bias ?? undefined),
      params: shape.params,
    };
  }

  /** Runs the implementation once. */
  *run(purpose: ProbePurpose, values: RunValues): Probing<Measured<ProbeOutput>> {
    return yield* this.#runCall(purpose, this.callOf(values), this.subject.geometry.outputShape);
  }

  /** Returns the number of runs that `count` images with one weight take. */
  runsFor(count: number): number {
    return Math.ceil(count / this.#imagesPerRun());
  }

  /** Runs images (flat, one after the other), all with the same weight and without bias. Returns the output of each. */
  *images(
    purpose: ProbePurpose,
    images: readonly ArrayLike<number>[],
    weight: ArrayLike<number>,
  ): Probing<Measured<readonly Float64Array[]>> {
    const outputs: Float64Array[] = [];
    while (outputs.length < images.length) {
      const { n } = this.subject.geometry;
      const isFree = this.takesAnyBatch;
      const size = isFree ? Math.min(this.#imagesPerRun(), images.length - outputs.length) : n;
      const part = images.slice(outputs.length, outputs.length + size);
      const needed = this.runs.length + this.runsFor(images.length - outputs.length);
      if (needed > this.limits.mostRuns)
        return failedWith({ kind: 'too-many-runs', needed, most: this.limits.mostRuns });
      const input = new Float64Array(size * this.imageSize);
      part.forEach((image, at) => input.set(Array.from(image), at * this.imageSize));
      const { cout, h, w, batched } = this.subject.geometry;
      const plane = [cout, h.outputSize, w.outputSize];
      const call = this.callOf({ input, weight }, batched ? size : null);
      const measured = yield* this.#runCall(purpose, call, batched ? [size, ...plane] : plane);
      if (!measured.ok) {
        // The implementation may be written for the batch of the call.
        if (!isFree || size === n) return measured;
        this.takesAnyBatch = false;
        continue;
      }
      const { data } = measured.value.output;
      part.forEach((_, at) => {
        outputs.push(Float64Array.from(data.subarray(at * this.outputSize, (at + 1) * this.outputSize)));
      });
    }
    return measuredAs(outputs);
  }

  #imagesPerRun(): number {
    if (!this.takesAnyBatch) return this.subject.geometry.n;
    const bytes = bytesPerElement(this.subject.dtype) * (this.imageSize + this.outputSize);
    return Math.max(1, Math.floor(this.limits.mostBytes / bytes));
  }

  *#runCall(purpose: ProbePurpose, call: Call, outputShape: Shape): Probing<Measured<ProbeOutput>> {
    const { mostRuns } = this.limits;
    if (this.runs.length >= mostRuns) {
      return failedWith({ kind: 'too-many-runs', needed: mostRuns + 1, most: mostRuns });
    }
    this.runs.push(purpose);
    const outcome = yield { purpose, call, outputShape };
    if (outcome.kind !== 'output') return failedWith(outcome);
    const { output, element } = outcome;
    if (/^(u?int|bool)/.test(element)) {
      return failedWith({ kind: 'wrong-dtype', expected: this.subject.dtype, actual: element });
    }
    if (!isSameShape(output.shape, outputShape)) {
      return failedWith({ kind: 'wrong-shape', expected: outputShape, actual: output.shape });
    }
    return measuredAs({ output, element });
  }
}
