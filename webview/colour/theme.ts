import { signal } from '@preact/signals';

/** Colours for drawing on a canvas, as CSS values: a canvas does not resolve `var(--…)`. */
export interface Theme {
  readonly background: string;
  readonly foreground: string;
  readonly secondary: string;
  readonly disabled: string;
  readonly contrast: string | null;
  readonly focus: string;
  readonly element: string;
  readonly term: string;
  readonly halo: string;
  readonly band: string;
  readonly bandLine: string;
  readonly hatchBackground: string;
  readonly hatchPadding: string;
  readonly hatchInserted: string;
  readonly axis: string;
  readonly mono: string;
}

/** Reads the theme from the custom properties of `<body>`: those of VS Code, and ours from theme.css. */
function readTheme(): Theme {
  const style = getComputedStyle(document.body);
  const read = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const foreground = read('--vscode-foreground', '#888888');
  const contrast = read('--vscode-contrastBorder', '');
  return {
    background: read('--vscode-editor-background', '#1f1f1f'),
    foreground,
    secondary: read('--vscode-descriptionForeground', foreground),
    disabled: read('--vscode-disabledForeground', foreground),
    // Themes without a contrast border leave the property out or make it transparent.
    contrast: contrast === '' || contrast.startsWith('transparent') ? null : contrast,
    focus: read('--vscode-focusBorder', foreground),
    element: read('--cv-element', '#f5a524'),
    term: read('--cv-term', '#4fe0b0'),
    halo: read('--cv-halo', '#000000d0'),
    band: read('--cv-band', '#f5a52433'),
    bandLine: read('--cv-band-line', '#f5a524a0'),
    hatchBackground: read('--cv-hatch-bg', '#2a2a2a'),
    hatchPadding: read('--cv-hatch-padding', '#484848'),
    hatchInserted: read('--cv-hatch-inserted', '#707070'),
    axis: read('--cv-axis', '#6e6e6e'),
    mono: read('--vscode-editor-font-family', 'monospace'),
  };
}

/** The current theme. The signal changes with the user's theme, so that canvases are redrawn. */
export const currentTheme = signal<Theme>(readTheme());

// VS Code changes the class of <body> and the style of <html>, which has the variables, when the theme changes.
const observer = new MutationObserver(() => {
  const next = readTheme();
  if (JSON.stringify(next) !== JSON.stringify(currentTheme.peek())) currentTheme.value = next;
});
for (const element of [document.documentElement, document.body]) {
  observer.observe(element, { attributes: true, attributeFilter: ['class', 'style'] });
}
