import type { Refusal } from '../../src/engine/core/refusal.ts';
import { isSameScenario } from '../../src/scenario/document/isSameScenario.ts';
import { parseScenario } from '../../src/scenario/document/parseScenario.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { serializeScenario } from '../../src/scenario/document/serializeScenario.ts';
import type { Draft, DraftField, Drafts } from './drafts.ts';
import type { SavedPart, SavedRecord } from './featureParts.ts';
import type { Form } from './form.ts';
import type { Runner } from './runner.ts';

/** The most characters of drafts, and of a refused scenario, that are saved: the state is written at every change. */
const mostCharacters = 200_000;

/** What the user has typed and the call does not have: drafts, and a refused edit. Saved with the page's state. */
export interface UnfinishedEdits {
  readonly part: SavedPart;
  /** Restores them if the scenario that was opened is the one that they were typed over. */
  readonly resume: (opened: Scenario, typedOver: Scenario | null) => void;
}

export function createUnfinishedEdits(parts: {
  readonly drafts: Drafts;
  readonly form: Form;
  readonly runner: Runner;
}): UnfinishedEdits {
  const { drafts, form, runner } = parts;
  let saved: SavedRecord = {};
  return {
    part: {
      save: () => {
        const typed = drafts.all.value;
        const refused = runner.refusal.value === null ? null : form.scenario.value;
        const text = refused === null ? null : serializeScenario(refused);
        const length = typed.reduce((sum, draft) => sum + draft.text.length, 0);
        return {
          drafts: length <= mostCharacters ? typed : [],
          refused: text !== null && text.length <= mostCharacters ? text : null,
        };
      },
      restore: (record) => {
        saved = record;
      },
    },
    resume: (opened, typedOver) => {
      const { drafts: typed, refused } = saved;
      saved = {};
      if (typedOver === null || !isSameScenario(opened, typedOver)) return;
      const parsed = typeof refused === 'string' ? parseScenario(refused) : null;
      if (parsed?.ok === true) form.resumeRefused(parsed.value);
      if (Array.isArray(typed)) for (const draft of typed as readonly unknown[]) if (isDraft(draft)) drafts.keep(draft);
    },
  };
}

function isDraft(value: unknown): value is Draft {
  const draft = value as Partial<Draft> | null;
  return (
    typeof draft === 'object' &&
    typeof draft?.text === 'string' &&
    typeof draft.instead === 'string' &&
    typeof (draft.field as Partial<DraftField> | undefined)?.id === 'string' &&
    typeof (draft.refusal as Partial<Refusal> | undefined)?.message === 'string'
  );
}
