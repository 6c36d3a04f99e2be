/** The rules by which a tensor can be filled. */
export const fillIds = ['randn', 'smooth', 'ones', 'zeros', 'arange', 'linspace', 'impulse', 'bilinear'] as const;
export type FillId = (typeof fillIds)[number];

/** The titles that the page shows for the rules. */
export const fillTitles: Readonly<Record<FillId, string>> = {
  randn: 'Random normal',
  smooth: 'Smooth field',
  ones: 'Ones',
  zeros: 'Zeros',
  arange: '0, 1, 2, …',
  linspace: '−1 to 1, evenly',
  impulse: 'Impulse',
  bilinear: 'Bilinear upsampling',
};
