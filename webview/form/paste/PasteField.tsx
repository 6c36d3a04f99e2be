import { useState } from 'preact/hooks';
import { unknownPaste } from '../../store/pasting.ts';
import { useSession } from '../../store/useSession.ts';

const errorId = 'paste-field-error';

/** Takes a call, a shape or a tensor that is typed or pasted; Enter reads a typed text. */
export function PasteField() {
  const { document, pasting } = useSession();
  const [text, setText] = useState('');
  /** The text that was read last and is nothing that can be read. */
  const [unknown, setUnknown] = useState<string | null>(null);
  const isUnknown = unknown !== null && unknown === text;
  if (document.isReadonly.value) return null;
  const submit = async (): Promise<void> => {
    if (text.trim() === '') return;
    const outcome = await pasting.read(text, 'input');
    if (outcome === 'unknown') setUnknown(text);
    // What has been typed meanwhile stays, and so does a text that can be read by another Enter.
    else if (outcome === 'taken') setText((typed) => (typed === text ? '' : typed));
  };
  return (
    <form
      class="paste-field"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <input
        type="text"
        aria-label="Type or paste a call, a shape or a tensor"
        aria-invalid={isUnknown}
        aria-describedby={isUnknown ? errorId : undefined}
        placeholder="Paste a call, shape or tensor"
        title="Type or paste nn.ConvTranspose2d(…), F.conv_transpose2d(…), a call of Keras, TensorFlow, JAX or Flax, ONNX attributes, a shape such as 1x64x56x56, or tensor(…)"
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onPaste={(event) => {
          // A text of several lines would lose its line breaks in this field.
          if (!pasting.take(event.clipboardData?.getData('text/plain') ?? '', 'input')) return;
          event.preventDefault();
          setText('');
        }}
      />
      {isUnknown && (
        <div class="field-refusal" id={errorId} role="alert">
          {unknownPaste}
        </div>
      )}
    </form>
  );
}
