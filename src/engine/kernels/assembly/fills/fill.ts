/** Parameters of a random fill: see fills/fillKernel.ts. 32-bit integers, then float64 numbers. */
@unmanaged
export class Fill {
  /** The Mersenne Twister's words, and the index of the next one. */
  words: usize;
  next: i32;
  /** 1 if the second normal of a pair is kept for the next call. */
  hasKept: i32;
  /** Address of the coefficients: see `Series` of series.ts. */
  series: usize;
  /** Address of the results, float64 whatever the tensor's dtype, with room for three more. */
  to: usize;
  /** 1 if the tensor is float32. */
  single: i32;
  /** A smooth field's planes, and the position of its next element; a new plane begins at (0, 0). */
  height: i32;
  width: i32;
  y: i32;
  x: i32;
  /** Address of its plane waves: see smooth.ts. */
  waves: usize;
  waveCount: i32;
  kept: f64;
  frequency: f64;
  amplitude: f64;
  noise: f64;
}
