import { useState } from 'preact/hooks';
import { useSession } from '../../store/useSession.ts';

const errorId = 'paste-field-error';

/** Takes a call, a shape or a tensor that is typed or pasted; Enter reads a typed text. */
export function PasteField() {
  const { document, pasting } = useSession();
  const [text, setText] = useState('');
  const [isUnknown, setIsUnknown] = useState(false);
  if (document.isReadonly.value) return null;
  const write = (typed: string): void => {
    setText(typed);
    setIsUnknown(false);
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    if (pasting.take(text, 'input')) write('');
    else setIsUnknown(true);
  };
  return (
    <form class="paste-field" onSubmit={submit}>
      <input
        type="text"
        aria-label="Type or paste a call, a shape or a tensor"
        aria-invalid={isUnknown}
        aria-describedby={isUnknown ? errorId : undefined}
        placeholder="Paste a call, shape or tensor"
        title="Type or paste nn.ConvTranspose2d(…), F.conv_transpose2d(…), a call of Keras, TensorFlow, JAX or Flax, ONNX attributes, a shape such as 1x64x56x56, or tensor(…)"
        spellcheck={false}
        value={text}
        onInput={(event) => write(event.currentTarget.value)}
        onPaste={(event) => {
          // A text of several lines would lose its line breaks in this field.
          if (!pasting.take(event.clipboardData?.getData('text/plain') ?? '', 'input')) return;
          event.preventDefault();
          write('');
        }}
      />
      {isUnknown && (
        <div class="field-refusal" id={errorId} role="alert">
          This is no call, shape or tensor that can be read. Try nn.ConvTranspose2d(64, 32, 4, 2, 1), 1x64x56x56 or
          tensor([[1., 2.], [3., 4.]]).
        </div>
      )}
    </form>
  );
}
