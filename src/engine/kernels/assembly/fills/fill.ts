/** The parameters of a random fill: 32-bit integers, then float64 numbers. See fills/fillKernel.ts. */
@unmanaged
export class Fill {
  /** Address of the Mersenne Twister's words, and the index of the next word. */
  words: usize;
  next: i32;
  /** 1 if the second normal of a pair is kept for the next call. */
  hasKept: i32;
  /** Address of the series coefficients: see `Series` of series.ts. */
  series: usize;
  /**
   * Address of the results, which are float64 whatever the tensor's dtype. There is room for three more after the last.
   */
  to: usize;
  /** 1 if the tensor is float32. */
  single: i32;
  /** Size of a smooth field's planes, and the position of the next element. A new plane begins at (0, 0). */
  height: i32;
  width: i32;
  y: i32;
  x: i32;
  /** Address of the tables of the plane's waves: see smooth.ts. */
  waves: usize;
  waveCount: i32;
  kept: f64;
  frequency: f64;
  amplitude: f64;
  noise: f64;
}
