import type { ComponentChildren } from 'preact';
import { Icon } from '../ui/Icon.tsx';
import { useSession } from '../store/useSession.ts';

/** A part of the sidebar that can be collapsed; `aside` stays visible in its header. */
export function Section(props: {
  readonly id: string;
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const { collapsed } = useSession().layout;
  const open = !collapsed.value.includes(props.id);
  const body = `section-${props.id}`;
  const toggle = (): void => {
    collapsed.value = open ? [...collapsed.value, props.id] : collapsed.value.filter((id) => id !== props.id);
  };
  return (
    <section class={`section section-${props.id}`}>
      <h2>
        <button type="button" aria-expanded={open} aria-controls={body} onClick={toggle}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} />
          <span>{props.title}</span>
        </button>
        <span class="section-aside">{props.aside}</span>
      </h2>
      <div class="section-body" id={body} hidden={!open}>
        {props.children}
      </div>
    </section>
  );
}
