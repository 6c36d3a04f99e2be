import assert from 'node:assert/strict';
import {
  chooseCodeRequest,
  codeChanged,
  type CodeLink,
  fieldFocused,
  type FormField,
  pasteRequest,
  showCodeRequest,
} from '../../../src/protocol/codeMessages.ts';
import { presets } from '../../../src/scenario/presets/presets.ts';
import { sessionLab } from './sessionLab.ts';

const link: CodeLink = {
  uri: 'file:///net.py',
  path: 'Net.__init__ › self.up',
  file: 'net.py',
  line: 7,
  state: 'linked',
  about: 'The weights are random.',
  unwritten: null,
  choices: [],
};
const { scenario } = presets[0];
const stride: FormField = { argument: 'stride', name: 'stride[0]' };

describe('a page that shows a call in source code', () => {
  it('says which field has the focus, once', async () => {
    const lab = await sessionLab(scenario, { code: link });
    const focused: (FormField | null)[] = [];
    lab.host.channel.on(fieldFocused, (field) => focused.push(field));
    const { code } = lab.session;
    for (const field of [stride, stride, null, null]) code.focus(field);
    await lab.settle();
    assert.deepEqual(focused, [stride, null]);
  });

  it('leads to the code, and passes on what the user chooses', async () => {
    const lab = await sessionLab(scenario, { code: link });
    const asked: string[] = [];
    lab.host.channel.handle(showCodeRequest, () => {
      asked.push('show');
      return null;
    });
    lab.host.channel.handle(chooseCodeRequest, ({ id }) => {
      asked.push(id);
      return null;
    });
    lab.session.code.show();
    lab.session.code.choose('write stride');
    await lab.settle();
    assert.deepEqual(asked, ['show', 'write stride']);
  });

  it('shows what becomes of the call', async () => {
    const lab = await sessionLab(scenario, { code: link });
    assert.deepEqual(lab.session.code.link.value, link);
    lab.host.channel.emit(codeChanged, { ...link, state: 'gone' });
    await lab.settle();
    assert.deepEqual(lab.session.code.link.value, { ...link, state: 'gone' });
  });

  it('saves where the call stands, so that a page that is loaded again finds it', async () => {
    const lab = await sessionLab(scenario, { code: link });
    lab.session.saved.saveNow();
    assert.deepEqual((lab.saved() as { code: unknown }).code, { uri: link.uri, path: link.path });
  });

  it('says nothing of the focus if its scenario does not come from code', async () => {
    const lab = await sessionLab(scenario);
    const focused: (FormField | null)[] = [];
    lab.host.channel.on(fieldFocused, (field) => focused.push(field));
    lab.session.code.focus(stride);
    await lab.settle();
    assert.deepEqual(focused, []);
  });
});

describe('a text from an editor', () => {
  it('is taken as if it were pasted, or refused as none', async () => {
    const lab = await sessionLab(scenario);
    await lab.paint();
    const paste = async (text: string): Promise<unknown> => {
      const { reply } = lab.host.channel.call(pasteRequest, { text });
      await lab.paint();
      return await reply;
    };
    assert.deepEqual(await paste('nn.ConvTranspose2d(3, 2, 4, 2, 1)'), { ok: true, value: true });
    assert.deepEqual(lab.session.form.scenario.value?.params.stride, [2, 2]);
    assert.deepEqual(lab.session.pasting.news.value?.kind, 'read');
    assert.deepEqual(await paste('for x in y'), { ok: true, value: false });
  });
});
