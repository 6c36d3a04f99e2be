import { Icon, type IconName } from './Icon.tsx';

/** A verdict by icon and words, and what it rests on. */
export function VerdictFrame(props: {
  readonly tone: string;
  readonly icon: IconName;
  readonly words: string;
  readonly detail: string;
}) {
  const { tone, icon, words, detail } = props;
  return (
    <div class={`verdict-box ${tone}`}>
      <strong>
        <Icon name={icon} />
        {words}
      </strong>
      <p>{detail}</p>
    </div>
  );
}
