import type { Theme } from '../../colour/theme.ts';

/** The colours of a figure on white paper, whatever the page's theme: those of theme.css in a light theme. */
export const paperTheme: Omit<Theme, 'mono'> = {
  background: '#ffffff',
  foreground: '#1f1f1f',
  secondary: '#5a5a5a',
  disabled: '#8c8c8c',
  contrast: null,
  focus: '#005fb8',
  element: '#b85c00',
  term: '#00795c',
  halo: '#ffffffe0',
  band: '#e07b0030',
  bandLine: '#b85c00a0',
  hatchBackground: '#f2f2f2',
  hatchPadding: '#d6d6d6',
  hatchInserted: '#b4b4b4',
  axis: '#9a9a9a',
};
