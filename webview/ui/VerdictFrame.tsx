import { Icon, type IconName } from './Icon.tsx';

/** Shows a verdict as an icon and words, with a sentence that justifies it. */
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
