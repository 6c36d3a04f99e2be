import { Icon } from '../../ui/Icon.tsx';
import { useSession } from '../../store/useSession.ts';

/**
 * Says what was read from a pasted text, with an undo, or why nothing was. Stays until it is dismissed or the call
 * changes. The text has been announced when it appears.
 */
export function PasteNotice() {
  const { pasting } = useSession();
  const news = pasting.news.value;
  if (news === null) return null;
  return (
    <section class={`paste-notice ${news.kind}`} aria-label="Pasted text">
      <Icon name={news.kind === 'read' ? 'pass' : 'error'} />
      <p>{news.kind === 'read' ? news.summary : news.message}</p>
      <button type="button" class="icon-button" title="Dismiss" aria-label="Dismiss" onClick={pasting.dismiss}>
        <Icon name="close" />
      </button>
      {news.kind === 'read' && news.undo !== null && (
        <button type="button" class="button secondary" onClick={news.undo}>
          Undo
        </button>
      )}
    </section>
  );
}
