import captured from './themes.json' with { type: 'json' };

/** A theme as VS Code puts it on a webview's document. */
export interface CapturedTheme {
  /** The body's classes. */
  readonly classes: readonly string[];
  /** The body's data attributes. */
  readonly data: Readonly<Record<string, string>>;
  /** Custom properties of the root; null: the theme does not define it. */
  readonly variables: Readonly<Record<string, string | null>>;
}

export const themes: Readonly<Record<ThemeName, CapturedTheme>> = captured;

/** The four kinds of themes, by the names that `npm run look` has for them. */
export const themeNames = ['dark', 'light', 'hc-dark', 'hc-light'] as const;
export type ThemeName = (typeof themeNames)[number];

/** The theme of this name; `dark` for any other text. */
export function themeNamed(name: string | null): ThemeName {
  return themeNames.find((each) => each === name) ?? 'dark';
}

/** Puts a theme on a webview's document, in place of the one before, as VS Code does. */
export function applyTheme(document: Document, name: ThemeName): void {
  const { classes, data, variables } = themes[name];
  const { body, documentElement } = document;
  for (const each of Object.values(themes)) body.classList.remove(...each.classes);
  body.classList.add(...classes);
  Object.assign(body.dataset, data);
  for (const [variable, value] of Object.entries(variables)) {
    if (value === null) documentElement.style.removeProperty(variable);
    else documentElement.style.setProperty(variable, value);
  }
}
