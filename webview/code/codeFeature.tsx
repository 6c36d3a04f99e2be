import { signal } from '@preact/signals';
import type { Feature } from '../store/feature.ts';
import { type CodeChoice, codeChoices, CodeTab } from './CodeTab.tsx';

/** The tab with the call as a Python program. */
export const codeFeature: Feature = {
  id: 'code',
  title: 'Code',
  start: ({ runner: { currentRun } }, tab) => {
    const choice = signal<CodeChoice>('pytorch');
    return {
      Component: () => (currentRun.value === null ? null : <CodeTab run={currentRun.value} choice={choice} />),
      saved: {
        save: () => ({ program: choice.value }),
        restore: ({ program }) => {
          const known = codeChoices.find(([id]) => id === program);
          if (known !== undefined) choice.value = known[0];
        },
      },
      showFrameworks: () => {
        choice.value = 'frameworks';
        tab.open('code');
      },
    };
  },
};
