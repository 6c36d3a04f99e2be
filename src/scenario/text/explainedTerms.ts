/** A section of the documentation: the name of a file in `docs`, and the anchor of a heading in it. */
export interface DocsPlace {
  readonly page: 'terms' | 'verdicts';
  readonly anchor: string;
}

/** A statistic or a symbol of the interface, explained. */
export interface TermExplanation {
  /** The term as the explanation names it. */
  readonly name: string;
  /** One to three sentences. */
  readonly text: string;
  /** Where the documentation says more. */
  readonly docs: DocsPlace;
}

const inTerms = (anchor: string): DocsPlace => ({ page: 'terms', anchor });
const bound: DocsPlace = { page: 'verdicts', anchor: 'the-rounding-bound' };

/** The explanations of all statistics and symbols. A place on a page names its term by the id: `data-term="ulp"`. */
export const explainedTerms = {
  output: {
    name: 'y, the output',
    text: 'The value that is checked: this formulation’s own output, or that of the file under “Output to check”.',
    docs: inTerms('the-output-and-its-reference'),
  },
  reference: {
    name: 'ref, the reference',
    text: 'The same element by the textbook definition, a naive scatter loop in float64.',
    docs: inTerms('the-output-and-its-reference'),
  },
  checked: {
    name: 'n checked',
    text:
      'Fast kernels computed the reference of this large call with the sums of the naive loop. So many elements, on the ' +
      'edges and at random, were computed again by the loop and compared bit for bit.',
    docs: inTerms('the-output-and-its-reference'),
  },
  delta: {
    name: 'Δ, the error',
    text: 'Output minus reference, computed in float64.',
    docs: inTerms('errors'),
  },
  'max-abs': {
    name: 'max |Δ|',
    text: 'The largest absolute error, and the element it belongs to.',
    docs: inTerms('errors'),
  },
  'mean-error': {
    name: 'mean Δ',
    text:
      'The mean of the signed errors. Rounding errs to both sides, so that its mean is small beside RMS; a mean about as ' +
      'large as RMS says that all values are off in one direction.',
    docs: inTerms('errors'),
  },
  rms: {
    name: 'RMS',
    text: 'The root of the mean of the squared errors: the size of a typical error.',
    docs: inTerms('errors'),
  },
  median: {
    name: 'median |Δ|',
    text: 'Half of the elements have an absolute error of at most this.',
    docs: inTerms('errors'),
  },
  p99: {
    name: 'p99',
    text: '99 of 100 elements have an absolute error of at most this.',
    docs: inTerms('errors'),
  },
  'max-rel': {
    name: 'max rel, the largest relative error',
    text:
      'The largest |Δ| ÷ |reference|. It is large where the terms of a sum cancel, so that it says little about an ' +
      'implementation. Elements whose reference is 0 are left out.',
    docs: inTerms('errors'),
  },
  abs: {
    name: 'Absolute error',
    text: '|Δ|, the distance between output and reference.',
    docs: inTerms('errors'),
  },
  rel: {
    name: 'Relative error',
    text: '|Δ| ÷ |reference|. It is large where the terms of a sum cancel.',
    docs: inTerms('errors'),
  },
  ulp: {
    name: 'ULP, units in the last place',
    text:
      'The error in steps between neighbouring numbers of the precision, at the reference. A result rounded once is off ' +
      'by at most half a ULP; the rounded sum of many terms by more, most of all near zero.',
    docs: inTerms('units-in-the-last-place'),
  },
  'near-zero': {
    name: 'near-zero y',
    text:
      'The terms of this element nearly cancel. Its value is small beside the numbers that were added, so that even ' +
      'correct rounding is many ULP.',
    docs: inTerms('units-in-the-last-place'),
  },
  'bound-ratio': {
    name: 'Δ ÷ bound',
    text:
      'The error divided by the rounding bound of its element. Up to 1 rounding can explain it; above 1 no correct ' +
      'implementation can be that far off, in whatever order it adds.',
    docs: bound,
  },
  gamma: {
    name: 'γₙ = n·u ÷ (1 − n·u)',
    text:
      'The largest relative error that n roundings can add up to. u is the unit roundoff of the precision: 2⁻²⁴ for ' +
      'float32. Times Σ|w||x| it is the rounding bound of an element.',
    docs: bound,
  },
  mismatches: {
    name: 'mismatches',
    text:
      'Elements with |Δ| > atol + rtol·|reference|, which torch.testing.assert_close would report. They are counted; ' +
      'if there is a call, the rounding bound decides.',
    docs: inTerms('tolerances'),
  },
  tolerances: {
    name: 'rtol, atol',
    text:
      'The tolerances of torch.testing.assert_close: a difference of up to atol + rtol·|reference| counts as equal. Their ' +
      'defaults are PyTorch’s for the dtype.',
    docs: inTerms('tolerances'),
  },
  histogram: {
    name: 'Error distribution',
    text: 'How many elements have which signed error, over all channels. Rounding is symmetric about 0 and narrow.',
    docs: inTerms('errors'),
  },
  'not-finite': {
    name: 'Not finite',
    text: 'NaN and infinities, counted in the output and in the reference. All other statistics leave them out.',
    docs: { page: 'verdicts', anchor: 'non-finite-values' },
  },
  'output-size': {
    name: 'Ho, the output height',
    text:
      'H is the input’s height, s the stride, p the padding, d the dilation, k the kernel’s height and op the output ' +
      'padding. Wo follows from the width in the same way.',
    docs: inTerms('sizes-and-matrices'),
  },
  columns: {
    name: 'L = Ho·Wo',
    text: 'The number of output positions: the columns of U and of Y.',
    docs: inTerms('sizes-and-matrices'),
  },
  'kernel-matrix': {
    name: 'K, the kernel matrix',
    text: 'Cout/groups × Cin/groups·kH·kW: each row holds one output channel’s kernels, rotated by 180° and flattened.',
    docs: inTerms('sizes-and-matrices'),
  },
  unfolded: {
    name: 'U, the unfolded input',
    text:
      'Cin/groups·kH·kW × L: each column is one window of the zero-inserted, padded input x̂. Y = K·U is the output, one ' +
      'row a channel. The debugger shows U without storing it.',
    docs: inTerms('sizes-and-matrices'),
  },
  'multiply-adds': {
    name: 'Multiply-adds',
    text:
      'The products of K·U for all batch elements. The share “zero” has an inserted or padded zero as a factor: work that ' +
      'changes nothing.',
    docs: inTerms('sizes-and-matrices'),
  },
  checkerboard: {
    name: 'k mod s',
    text:
      'The kernel size modulo the stride. If it is not 0, neighbouring outputs receive different numbers of taps: the ' +
      'uneven overlap that causes checkerboard artifacts.',
    docs: inTerms('overlap'),
  },
  taps: {
    name: 'Taps',
    text:
      'The kernel elements that reach an output element along one axis. A phase is the output’s index modulo the stride; ' +
      'all elements of a phase have equally many taps, borders aside.',
    docs: inTerms('overlap'),
  },
  response: {
    name: 'Checkerboard strength',
    text:
      'The output of an all-ones input, away from the borders. Its amplitude is the largest distance from its mean; ' +
      '“relative” is amplitude ÷ |mean|. Without a checkerboard it is 0.',
    docs: inTerms('overlap'),
  },
  waste: {
    name: 'Wasted multiplications',
    text:
      'Multiplications by an inserted or padded zero, and those whose results are cropped away. They change nothing, but ' +
      'cost time.',
    docs: inTerms('cost-by-formulation'),
  },
  'working-memory': {
    name: 'Working memory',
    text: 'The bytes that a formulation allocates for its intermediate matrices, beside the call’s tensors and its output.',
    docs: inTerms('cost-by-formulation'),
  },
  'rounding-bound': {
    name: 'The rounding bound',
    text: 'The largest difference that rounding can cause, γₙ times the sum of the magnitudes. Above it something is wrong.',
    docs: bound,
  },
  'partial-sum': {
    name: 'Σ, the partial sum',
    text: 'The sum of the products up to a term, rounded after every addition as the formulation does.',
    docs: inTerms('the-dot-product'),
  },
  'exact-sum': {
    name: 'The exact sum',
    text:
      'The sum of the rounded factors’ products without any further rounding. What is left between it and a result is due ' +
      'to the order of summation alone.',
    docs: inTerms('the-dot-product'),
  },
  drift: {
    name: 'Σ − Σ in float64',
    text: 'The error of the partial sum so far. It stays inside the rounding bound of the terms added.',
    docs: inTerms('the-dot-product'),
  },
  std: {
    name: 'std, the standard deviation',
    text: 'The root of the mean squared distance from the mean, over all finite elements (divided by n, not n − 1).',
    docs: inTerms('values-of-a-tensor'),
  },
  zeros: {
    name: 'zeros',
    text: 'Elements that are exactly 0 or −0: the sparsity of the tensor.',
    docs: inTerms('values-of-a-tensor'),
  },
  quantile: {
    name: 'Quantiles',
    text: 'So many of the finite elements are at most this value; the median is the 50 % quantile. Exact, of all elements.',
    docs: inTerms('values-of-a-tensor'),
  },
} as const satisfies Readonly<Record<string, TermExplanation>>;

export type TermId = keyof typeof explainedTerms;
