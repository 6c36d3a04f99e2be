import type { ReadonlySignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { FeatureParts } from './featureParts.ts';
import type { Session } from './session.ts';

/** A feature's access to the tabs of its page. */
export interface TabAccess {
  /** Whether the feature's own tab is open. */
  readonly isOpen: ReadonlySignal<boolean>;
  /** Opens the tab of a feature. */
  readonly open: (id: string) => void;
}

/** A feature at work in a session. */
export interface StartedFeature extends FeatureParts {
  /** Draws the tab. */
  readonly Component: ComponentType;
}

/** A tab of the debugger page. */
export interface Feature {
  readonly id: string;
  /** As the tab is named. */
  readonly title: string;
  readonly start: (session: Session, tab: TabAccess) => StartedFeature;
}
