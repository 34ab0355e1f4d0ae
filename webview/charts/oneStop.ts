import type { DirectiveResult } from 'lit/directive.js';
import { ref } from 'lit/directives/ref.js';

/** What leads somewhere in a chart. It is drawn with `tabindex="-1"`: which of them is the tab stop is kept here alone. */
const ways = '.way';
/** Charts beside each other that are one stop together. */
const parts = '.multiple';

/**
 * Makes all ways of a chart one tab stop, whatever is drawn into it later: the way that had the keyboard last, else the
 * first. Goes with `moveStop`.
 */
export function oneStop(): DirectiveResult {
  // What is within is drawn after this is called.
  return ref((holder) => void (holder && queueMicrotask(() => ensureStop(holder))));
}

function ensureStop(holder: Element): void {
  const all = [...holder.querySelectorAll(ways)];
  if (!all.some((each) => each.getAttribute('tabindex') === '0')) all[0]?.setAttribute('tabindex', '0');
}

type Step = readonly [along: number, across: number];
const down: Readonly<Record<string, Step>> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
const right: Readonly<Record<string, Step>> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/**
 * Arrow keys go from way to way, and to the same one of the chart beside; Home and End to the first and the last. The
 * stop goes along. `bars`: how they lie after each other.
 */
export function moveStop(event: KeyboardEvent, bars: 'down' | 'right'): void {
  const holder = event.currentTarget as Element;
  const from = event.target as Element;
  const all = [...holder.querySelectorAll<HTMLElement | SVGElement>(ways)];
  const at = all.findIndex((each) => each === from);
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = (bars === 'down' ? down : right)[event.key];
  const to =
    event.key === 'Home'
      ? all[0]
      : event.key === 'End'
        ? all.at(-1)
        : step === undefined
          ? undefined
          : step[1] === 0
            ? all[at + step[0]]
            : beside(holder, from, step[1]);
  if (step === undefined && to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (!to) return;
  for (const each of all) each.setAttribute('tabindex', each === to ? '0' : '-1');
  to.focus();
}

/** The way at the same place of the chart before or after; the last where that has fewer. */
function beside(holder: Element, from: Element, step: number): HTMLElement | SVGElement | undefined {
  const groups = [...holder.querySelectorAll(parts)]
    .map((group) => [...group.querySelectorAll<HTMLElement | SVGElement>(ways)])
    .filter((group) => group.length > 0);
  const group = groups.findIndex((each) => each.some((one) => one === from));
  const to = groups[group + step];
  return group < 0 || !to ? undefined : to[Math.min(groups[group]!.findIndex((one) => one === from), to.length - 1)];
}
