import type { Frame } from 'playwright-core';
import type { Theme } from '../lab/theme.ts';

/** A picture in media/, and what to do to see it. */
export interface Picture {
  readonly name: string;
  /** The files below media/, by theme. */
  readonly files: Partial<Readonly<Record<Theme, string>>>;
  /** The page, as `/page` of the workbench reads it. */
  readonly query: Readonly<Record<string, string>>;
  readonly size: { readonly width: number; readonly height: number };
  /** The part of the page that the picture shows: an element, no more than these pixels of it. The whole page if omitted. */
  readonly clip?: { readonly selector: string; readonly width: number; readonly height: number };
  readonly prepare?: (frame: Frame) => Promise<void>;
}

const walkthrough = (name: string): Picture['files'] => ({
  dark: `walkthrough/${name}-dark.png`,
  light: `walkthrough/${name}-light.png`,
});

/** The steps of the walkthrough stand beside a picture about 700 pixels wide. */
const narrow = { width: 760, height: 620 } as const;

/** Waits for the name of the mistake, which is found in the background. */
const named = (frame: Frame): Promise<void> =>
  frame
    .locator('.verdict-words')
    .getByText(/kernel/)
    .waitFor();

/** The pictures of the README, the documentation and the walkthrough. */
export const pictures: readonly Picture[] = [
  {
    name: 'debugger-dark',
    files: { dark: 'debugger-dark.png' },
    query: { preset: 'strided' },
    size: { width: 1382, height: 1023 },
  },
  {
    name: 'debugger-light',
    files: { light: 'debugger-light.png' },
    query: { preset: 'strided' },
    size: { width: 1100, height: 640 },
  },
  {
    name: 'diagnose',
    files: { dark: 'diagnose-dark.png' },
    query: { state: 'diagnose-mistake' },
    size: { width: 1382, height: 1023 },
    prepare: async (frame) => {
      await named(frame);
      await frame.locator('.hypotheses .fit-match').first().waitFor();
    },
  },
  {
    name: 'see',
    files: walkthrough('see'),
    query: { preset: 'strided' },
    size: { width: 1040, height: 900 },
    clip: { selector: '.figure-section', width: 760, height: 520 },
  },
  {
    name: 'change',
    files: walkthrough('change'),
    query: { preset: 'strided' },
    size: { width: 1040, height: 560 },
    clip: { selector: 'body', width: 700, height: 480 },
  },
  {
    name: 'step',
    files: walkthrough('step'),
    query: { preset: 'strided' },
    size: { width: 900, height: 900 },
    clip: { selector: '.dot-product', width: 760, height: 520 },
    prepare: async (frame) => {
      await frame.getByRole('button', { name: /^Step \(/ }).click();
      await frame.locator('.dot-product').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'check',
    files: walkthrough('check'),
    query: { state: 'diagnose-mistake' },
    size: narrow,
    prepare: named,
  },
  {
    name: 'tensor',
    files: walkthrough('tensor'),
    query: { state: 'file-npz-selected' },
    size: { width: 760, height: 480 },
  },
  {
    name: 'review',
    files: walkthrough('review'),
    query: { state: 'compare-files' },
    size: { width: 760, height: 560 },
  },
];
