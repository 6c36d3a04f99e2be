import { assertNever } from '../../../src/engine/core/assertNever.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { PasteNews } from '../../store/pasting.ts';
import { useSession } from '../../store/useSession.ts';

const icons = { reading: 'sync', read: 'pass', refused: 'error' } as const;

/**
 * Says what was read from a pasted text, with an undo, or why nothing was; while the extension reads a call for
 * longer than a moment, that it does. Stays until it is dismissed or the call changes. The text has been announced when it
 * appears.
 */
export function PasteNotice() {
  const { pasting } = useSession();
  const news = pasting.news.value;
  if (news === null) return null;
  const closing = news.kind === 'reading' ? 'Cancel' : 'Dismiss';
  return (
    <section class={`paste-notice ${news.kind}`} aria-label="Pasted text">
      <Icon name={icons[news.kind]} />
      <p>{textOf(news)}</p>
      <button type="button" class="icon-button" title={closing} aria-label={closing} onClick={pasting.dismiss}>
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

function textOf(news: PasteNews): string {
  switch (news.kind) {
    case 'reading':
      return 'Reading the pasted text…';
    case 'read':
      return news.summary;
    case 'refused':
      return news.message;
    default:
      return assertNever(news, 'news');
  }
}
