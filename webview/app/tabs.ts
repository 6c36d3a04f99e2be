import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Feature, StartedFeature } from '../store/feature.ts';
import type { SavedPart } from '../store/featureParts.ts';
import type { Session } from '../store/session.ts';

/** A started feature with its row of the table. */
export interface StartedTab {
  readonly feature: Feature;
  readonly started: StartedFeature;
}

/** The tabs of a debugger page. Exactly one is open. */
export interface Tabs {
  readonly all: readonly StartedTab[];
  readonly open: ReadonlySignal<StartedTab>;
  /** Opens the tab of a feature; does nothing if no feature has this id. */
  readonly show: (id: string) => void;
}

/** Starts every feature in the session. The first tab is open unless another was saved. */
export function startTabs(session: Session, features: readonly [Feature, ...Feature[]]): Tabs {
  const openId = signal(features[0].id);
  const show = (id: string): void => {
    if (features.some((feature) => feature.id === id)) openId.value = id;
  };
  const start = (feature: Feature): StartedTab => {
    const isOpen = computed(() => openId.value === feature.id);
    const started = feature.start(session, { isOpen, open: show });
    session.join(started);
    return { feature, started };
  };
  const [first, ...others] = features;
  const firstTab = start(first);
  const all = [firstTab, ...others.map(start)];
  const saved: SavedPart = {
    save: () => ({ tab: openId.value }),
    restore: ({ tab }) => {
      if (typeof tab === 'string') show(tab);
    },
  };
  session.saved.add(saved);
  return { all, open: computed(() => all.find(({ feature }) => feature.id === openId.value) ?? firstTab), show };
}
