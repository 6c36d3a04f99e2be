import * as vscode from 'vscode';
import type { TransposedSite } from '../../python/callSite.ts';
import { answersOfUses, type OpenQuestions, readAnswer, type SiteAnswer } from '../../review/knownLayer.ts';

interface AnswerItem extends vscode.QuickPickItem {
  /** What choosing the item decides; null for an item that only says something. */
  readonly decides: SiteAnswer | 'forget' | null;
}

/** What the user decided: an answer, to forget the earlier one, or nothing. */
export type Asked =
  | { readonly kind: 'answer'; readonly answer: SiteAnswer }
  | { readonly kind: 'forget' }
  | { readonly kind: 'cancelled' };

/** The spatial sizes that are offered for an input. */
const offeredSizes = { 1: ['32', '128', '512'], 2: ['8x8', '4x4', '16x16', '32x32', '64x64'] } as const;

/**
 * Asks, in one quick pick, what the code of a call does not say: the size of its input, and numbers for expressions. A call
 * that the code uses in several ways offers those first; other sizes and numbers can be typed. `canForget` offers to
 * forget an earlier answer.
 */
export function askAboutCall(site: TransposedSite, questions: OpenQuestions, canForget: boolean): Promise<Asked> {
  const picker = vscode.window.createQuickPick<AnswerItem>();
  const numbers = questions.numbers.map(({ source, suggestion }) => `${source}=${suggestion}`).join(', ');
  const names = [...(questions.axes === 0 ? [] : ['input size']), ...questions.numbers.map(({ source }) => source)];
  picker.title = `Debug ${site.path}`;
  const uses = site.uses.length < 2 ? [] : answersOfUses(site, questions).map((answer) => itemOf(answer, numbers));
  const why =
    uses.length > 1 ? `The code uses this call in ${uses.length} ways` : `Not in the code: ${names.join(', ')}`;
  picker.placeholder = `${why}. Choose, or type ${exampleOf(questions)}`;
  const offered = questions.axes === 0 ? [''] : offeredSizes[questions.axes === 1 ? 1 : 2];
  const isUse = ({ label, description }: AnswerItem): boolean =>
    uses.some((use) => use.label === label && use.description === description);
  const items = offered.flatMap((sizes): AnswerItem[] => {
    const answer = readAnswer([numbers, sizes].filter((part) => part !== '').join(', '), site, questions);
    const item = answer === null ? null : itemOf(answer, numbers);
    return item === null || isUse(item) ? [] : [item];
  });
  const used: readonly AnswerItem[] =
    uses.length === 0 ? [] : [separator('used in the code'), ...uses, separator('other sizes')];
  const forget: readonly AnswerItem[] = canForget
    ? [separator(''), { label: '$(trash) Forget the Answer', decides: 'forget', alwaysShow: true }]
    : [];
  // Filtered items come before it, so that it is chosen only if there is none.
  const hint: AnswerItem = {
    label: `Type ${exampleOf(questions)}`,
    description: 'the text is not understood',
    decides: null,
    alwaysShow: true,
  };
  const show = (typed: string): void => {
    const answer = typed.trim() === '' ? null : readAnswer(typed, site, questions);
    const own = answer === null ? [] : [{ ...itemOf(answer, ''), alwaysShow: true }];
    const isUnread = typed.trim() !== '' && answer === null;
    picker.items = [...own, ...used, ...items, ...forget, ...(isUnread ? [hint] : [])];
  };
  show('');
  picker.onDidChangeValue(show);
  return new Promise((resolve) => {
    const close = (asked: Asked): void => {
      resolve(asked);
      picker.hide();
    };
    picker.onDidAccept(() => {
      const [chosen] = picker.selectedItems;
      const decides = chosen?.decides ?? null;
      if (decides === null) return;
      close(decides === 'forget' ? { kind: 'forget' } : { kind: 'answer', answer: decides });
    });
    picker.onDidHide(() => {
      resolve({ kind: 'cancelled' });
      picker.dispose();
    });
    picker.show();
  });
}

function separator(label: string): AnswerItem {
  return { label, kind: vscode.QuickPickItemKind.Separator, decides: null };
}

function itemOf({ input, numbers }: SiteAnswer, hint: string): AnswerItem {
  const texts = Object.entries(numbers).map(([source, number]) => `${source} = ${number}`);
  const label = input === null ? texts.join(', ') : input.join('×');
  return {
    label,
    ...(input === null || hint === '' ? {} : { description: texts.join(', ') }),
    decides: { input, numbers },
  };
}

/** Returns what can be typed: "16x16", or "in_channels=64, 16x16". */
function exampleOf({ axes, numbers }: OpenQuestions): string {
  const [first] = numbers;
  return [
    ...(first === undefined ? [] : [`${first.source}=${first.suggestion * 2}`]),
    ...(axes === 0 ? [] : [axes === 1 ? '64' : '16x16']),
  ].join(', ');
}
