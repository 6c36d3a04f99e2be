import { useEffect } from 'preact/hooks';
import type { Draft, DraftField } from '../store/drafts.ts';
import { useSession } from '../store/useSession.ts';

/** Returns the draft of a field. When the field is removed from the page, its draft is dropped. */
export function useDraft({ id }: DraftField): Draft | null {
  const { drafts } = useSession();
  useEffect(() => () => void drafts.drop(id), [id]);
  return drafts.of(id);
}
