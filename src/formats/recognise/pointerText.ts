import { largestPointer, lfsPointerIn } from '../common/lfsPointer.ts';
import { quoted } from '../common/quoted.ts';
import { bytesText } from '../common/amountText.ts';
import { decodeUtf8 } from '../common/utf8.ts';

const again = 'download the file again, from where the browser or the tool is allowed to';

/**
 * Says what a text is that stands in place of a tensor file, and what to do, for a sentence after the file's name; null if
 * the bytes are no text. `bytes` are the first of the file's `size` bytes.
 */
export function textInsteadOf(bytes: Uint8Array, size: number): string | null {
  const pointer = size <= largestPointer ? lfsPointerIn(bytes) : null;
  if (pointer !== null) return `is a Git LFS pointer to a file of ${bytesText(pointer.size)}: run git lfs pull.`;
  const text = plainText(bytes);
  if (text === null) return null;
  const start = text.trimStart();
  if (/^version https?:\/\/(git-lfs|hawser)\./.test(start)) return 'is a broken Git LFS pointer: run git lfs pull.';
  if (start.startsWith('/annex/objects/')) return 'is a git-annex pointer: run git annex get.';
  if (/^outs:\s*\n- md5: /.test(start))
    return 'is a DVC file, which names data kept elsewhere: run dvc pull, and open the data.';
  if (start.startsWith('model_checkpoint_path:')) {
    return 'names a TensorFlow checkpoint: read it with tf.train.load_checkpoint, and save its tensors with numpy.savez.';
  }
  if (/^<(!doctype html|html|head|body)\b/i.test(start)) {
    const title = /<title>\s*([^<]{1,200}?)\s*<\/title>/i.exec(text)?.[1];
    return `is an HTML page${title === undefined ? '' : ` (${quoted(title)})`}, not a tensor file: ${again}.`;
  }
  if (/^(<\?xml[^>]*>\s*)?<net\s[^>]*\bversion="/.test(start)) {
    return 'is the graph of an OpenVINO model, whose weights are in the .bin file beside it: read it with openvino.Core().read_model, and save its constants with numpy.savez.';
  }
  if (/^<\?xml\b|^<[A-Za-z]/.test(start)) {
    const message = /<Message>\s*([^<]{1,200}?)\s*<\/Message>/.exec(text)?.[1];
    return message === undefined
      ? 'is an XML text, not a tensor file: choose the file with the weights.'
      : `is an answer of a server (${quoted(message)}), not a tensor file: ${again}.`;
  }
  if (/^\[[\s[]*[-\d]/.test(start)) {
    return 'is a JSON text of numbers: read it with json.load, and save numpy.array of it with numpy.save.';
  }
  if (/^\{\s*["}]|^\[\s*(?:["{\]]|true|false|null)/.test(start)) {
    return `is a JSON text that begins ${quoted(firstLine(start))}, not a tensor file: choose the file with the weights.`;
  }
  if (/^[-+\d.][-+\d.eE]*[\s,;]/.test(start)) {
    return 'is a text of numbers: read it with numpy.loadtxt, and save the array with numpy.save.';
  }
  return `is a text that begins ${quoted(firstLine(start))}, not a tensor file: download the file again, or choose another one.`;
}

/** Decodes the beginning of a text; null if it has other bytes than a text in UTF-8 has. */
function plainText(bytes: Uint8Array): string | null {
  // The last character may be cut off.
  for (let cut = 0; cut < 4; cut++) {
    const text = decodeUtf8(bytes.subarray(0, bytes.length - cut));
    // eslint-disable-next-line no-control-regex -- a text has none of them
    if (text !== null) return text === '' || /[\x00-\x08\x0e-\x1f\x7f]/.test(text) ? null : text.replace(/^\ufeff/, '');
  }
  return null;
}

function firstLine(text: string): string {
  return (/^[^\r\n]*/.exec(text)?.[0] ?? '').slice(0, 80);
}
