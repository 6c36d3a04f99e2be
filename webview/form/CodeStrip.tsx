import type { CodeLink } from '../../src/protocol/codeMessages.ts';
import { useSession } from '../store/useSession.ts';
import { Icon } from '../ui/Icon.tsx';

/** Says which call of which file the form edits, leads there, and says which edits the code does not have. */
export function CodeStrip() {
  const { code } = useSession();
  const link = code.link.value;
  if (link === null) return null;
  const { file, line, path, state, about, unwritten, choices } = link;
  return (
    <section class={`code-strip ${state}`} aria-label="Call in the code">
      <Icon name={state === 'linked' ? 'link' : state === 'gone' ? 'debug-disconnect' : 'lock'} />
      <button type="button" class="code-place" title={`Show ${path} in ${file}`} onClick={code.show}>
        <b>{`${file}:${line}`}</b> <span class="mono">{path}</span>
      </button>
      <p>
        {wordsOf[state]} {about}
      </p>
      <div class="code-unwritten" role="status">
        {unwritten !== null && <p>{unwritten}</p>}
        {unwritten !== null &&
          choices.map(({ id, title }) => (
            <button key={id} type="button" class="button secondary" onClick={() => code.choose(id)}>
              {title}
            </button>
          ))}
      </div>
    </section>
  );
}

const wordsOf: Readonly<Record<CodeLink['state'], string>> = {
  linked: 'Edits are written into the code.',
  gone: 'The call is no longer in the file: edits stay here.',
  readonly: 'The file cannot be written: edits stay here.',
};
