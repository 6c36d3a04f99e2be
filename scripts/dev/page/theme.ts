import captured from './themes.json' with { type: 'json' };

/** What VS Code sets on a webview's document for a theme: classes, attributes and custom properties. */
export interface CapturedTheme {
  /** The body's classes. */
  readonly classes: readonly string[];
  /** The body's data attributes. */
  readonly data: Readonly<Record<string, string>>;
  /** The root's custom properties. If the theme does not define a property, its value is null. */
  readonly variables: Readonly<Record<string, string | null>>;
}

export const themes: Readonly<Record<ThemeName, CapturedTheme>> = captured;

/** A theme of each of VS Code's four kinds, by the names that `npm run look` uses. */
export const themeNames = ['dark', 'light', 'hc-dark', 'hc-light'] as const;
export type ThemeName = (typeof themeNames)[number];

/** Returns the theme with this name, or `dark` if there is none. */
export function themeNamed(name: string | null): ThemeName {
  return themeNames.find((each) => each === name) ?? 'dark';
}

/** Replaces the theme of a webview's document, as VS Code does. */
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
