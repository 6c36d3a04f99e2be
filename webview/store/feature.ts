import type { ReadonlySignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import type { FeatureParts } from './featureParts.ts';
import type { Session } from './session.ts';

/** A feature's access to the tabs of its page. */
export interface TabAccess {
  /** True if the tab of this feature is open. */
  readonly isOpen: ReadonlySignal<boolean>;
  /** Opens the tab of the feature with this id. */
  readonly open: (id: string) => void;
}

/** A feature that was started in a session. */
export interface StartedFeature extends FeatureParts {
  /** Draws the tab. */
  readonly Component: ComponentType;
}

/** A tab of the debugger page. */
export interface Feature {
  readonly id: string;
  /** The name of the tab. */
  readonly title: string;
  /** Starts the feature; called once, before the page is drawn. */
  readonly start: (session: Session, tab: TabAccess) => StartedFeature;
}
