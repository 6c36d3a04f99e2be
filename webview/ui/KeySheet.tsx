import { Dialog } from './Dialog.tsx';
import { type KeyGroup, keyLabelsOf } from './keyTable.ts';

/** Lists the keys of a page by group, from the table that its handlers use. */
export function KeySheet({
  groups,
  close,
}: {
  readonly groups: readonly KeyGroup<unknown>[];
  readonly close: () => void;
}) {
  return (
    <Dialog title="Keys" close={close}>
      <div class="key-groups" tabIndex={0} role="group" aria-label="All keys">
        {groups.map(({ title, rows }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map((row) => (
                <div key={row.does}>
                  <dt>
                    {keyLabelsOf(row).map((label) => (
                      <kbd key={label}>{label}</kbd>
                    ))}
                  </dt>
                  <dd>{row.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
