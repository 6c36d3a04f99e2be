import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type DocsPlace, explainedTerms, type TermId } from '../../src/scenario/text/explainedTerms.ts';
import { placeTermTip } from './placeTermTip.ts';

/** A term that is explained, and the element that shows it. */
interface Explained {
  readonly id: TermId;
  readonly anchor: HTMLElement | SVGElement;
}

const tipId = 'term-tip';
/** The pointer rests so long on a term before the explanation appears, so that a passing pointer shows nothing. */
const showMilliseconds = 400;
/** The explanation stays so long after the pointer has left, so that the pointer can reach the link in it. */
const hideMilliseconds = 250;

/**
 * Explains the terms of a page, one at a time: elements with `data-term`. The explanation appears under the pointer after
 * a moment, with the keyboard's focus at once; Escape hides it. At a click on a `TermLabel` it stays, with the focus on its
 * link to the documentation.
 */
export function TermTip({ openDocs }: { readonly openDocs: (place: DocsPlace) => void }) {
  const [shown, setShown] = useState<Explained | null>(null);
  const tip = useRef<HTMLDivElement>(null);
  const now = useRef(shown);
  now.current = shown;
  useEffect(() => listenForTerms({ tip, shown: () => now.current, show: setShown }), []);
  useLayoutEffect(() => {
    const element = tip.current;
    if (shown === null || element === null) return;
    // The top layer: neither an ancestor's overflow nor a dialog can cover it.
    element.showPopover();
    const stopFollowing = followAnchor(shown.anchor, element, () => setShown(null));
    const before = shown.anchor.getAttribute('aria-describedby');
    shown.anchor.setAttribute('aria-describedby', before === null ? tipId : `${before} ${tipId}`);
    return () => {
      stopFollowing();
      if (before === null) shown.anchor.removeAttribute('aria-describedby');
      else shown.anchor.setAttribute('aria-describedby', before);
    };
  }, [shown]);
  if (shown === null) return null;
  const { name, text, docs } = explainedTerms[shown.id];
  return (
    <div ref={tip} class="term-tip" popover="manual" role="group" aria-label={`About ${name}`}>
      <b>{name}</b>
      <p id={tipId} role="tooltip">
        {text}
      </p>
      <button type="button" class="link" onClick={() => openDocs(docs)}>
        Read more
      </button>
    </div>
  );
}

/**
 * Keeps a tip beside its anchor while the page scrolls or changes, and calls `onLost` once the anchor is no longer in view;
 * returns a function that stops both. An anchor that was never in view is waited for: the page may still scroll to it.
 */
function followAnchor(anchor: Element, tip: HTMLElement, onLost: () => void): () => void {
  let frame = 0;
  const place = (): void => {
    const page = { width: innerWidth, height: innerHeight };
    const { left, top } = placeTermTip(anchor.getBoundingClientRect(), tip.getBoundingClientRect(), page);
    tip.style.left = `${String(left)}px`;
    tip.style.top = `${String(top)}px`;
    frame = requestAnimationFrame(place);
  };
  place();
  let wasInView = false;
  const view = new IntersectionObserver((entries) => {
    const isInView = entries.at(-1)?.isIntersecting === true;
    if (wasInView && !isInView) onLost();
    wasInView = isInView;
  });
  view.observe(anchor);
  return () => {
    cancelAnimationFrame(frame);
    view.disconnect();
  };
}

/** Returns the term that an event's target is part of, or null. */
function explainedAt(target: EventTarget | null): Explained | null {
  if (!(target instanceof Element)) return null;
  const anchor = target.closest<HTMLElement | SVGElement>('[data-term]');
  const id = anchor?.dataset.term;
  return anchor !== null && id !== undefined && Object.hasOwn(explainedTerms, id) ? { id: id as TermId, anchor } : null;
}

/** Listens to the pointer, the focus and Escape; returns a function that stops listening. */
function listenForTerms(page: {
  readonly tip: { readonly current: HTMLElement | null };
  readonly shown: () => Explained | null;
  readonly show: (explained: Explained | null) => void;
}): () => void {
  const { tip, shown, show } = page;
  const listening = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (next: Explained | null, milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => show(next), milliseconds);
  };
  const at = (next: Explained | null): void => {
    clearTimeout(timer);
    show(next);
  };
  const isInTip = (target: EventTarget | null): boolean =>
    target instanceof Node && tip.current?.contains(target) === true;
  /** Returns true if the focus is on the term that is shown, or in its explanation. */
  const isHeld = (): boolean =>
    isInTip(document.activeElement) || (shown()?.anchor.contains(document.activeElement) ?? false);

  const onPointerOver = ({ target, pointerType }: PointerEvent): void => {
    if (pointerType === 'touch') return;
    const next = explainedAt(target);
    if (isInTip(target) || (next !== null && next.anchor === shown()?.anchor)) clearTimeout(timer);
    else if (next !== null) later(next, shown() === null ? showMilliseconds : 0);
    else if (!isHeld()) later(null, hideMilliseconds);
  };
  const onFocusIn = ({ target }: FocusEvent): void => {
    if (isInTip(target)) return;
    const isKeyboard = target instanceof Element && target.matches(':focus-visible');
    at(isKeyboard ? explainedAt(target) : null);
  };
  const onClick = ({ target, detail }: MouseEvent): void => {
    const next = explainedAt(target);
    if (next?.anchor.classList.contains('term-button') !== true) return;
    at(next);
    // A key pressed the term: its explanation has the focus next, so that the link in it can be pressed.
    if (detail === 0) requestAnimationFrame(() => tip.current?.querySelector('button')?.focus());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const open = shown();
    if (event.key !== 'Escape' || open === null) return;
    if (isInTip(document.activeElement)) open.anchor.focus();
    at(null);
    event.preventDefault();
    event.stopPropagation();
  };
  const { signal } = listening;
  document.addEventListener('pointerover', onPointerOver, { signal });
  document.documentElement.addEventListener('pointerleave', () => later(null, hideMilliseconds), { signal });
  document.addEventListener('focusin', onFocusIn, { signal });
  document.addEventListener('click', onClick, { signal });
  // Before anything else that Escape stops.
  document.addEventListener('keydown', onKeyDown, { signal, capture: true });
  window.addEventListener('blur', () => at(null), { signal });
  return () => {
    clearTimeout(timer);
    listening.abort();
  };
}
