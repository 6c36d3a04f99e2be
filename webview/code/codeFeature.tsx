import { signal } from '@preact/signals';
import type { Library } from '../../src/scenario/code/stages.ts';
import type { Feature } from '../store/feature.ts';
import { CodeTab } from './CodeTab.tsx';

/** The tab with the call as a Python program. */
export const codeFeature: Feature = {
  id: 'code',
  title: 'Code',
  start: ({ runner: { currentRun } }) => {
    const library = signal<Library>('pytorch');
    return {
      Component: () => (currentRun.value === null ? null : <CodeTab run={currentRun.value} library={library} />),
    };
  },
};
