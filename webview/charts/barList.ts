import { html, nothing, svg, type TemplateResult } from 'lit';
import { styled } from '../ui/styled.ts';
import { moveStop, oneStop } from './oneStop.ts';

export interface Bar {
  readonly name: string;
  readonly amount: number;
  /** The amount as it is written beside the bar, with its unit. */
  readonly words: string;
  /** Amber: differs from what is expected; red: what is questioned; the colour of decisions: what is suggested. */
  readonly mark?: 'warning' | 'error' | 'suggested';
  /** The colour of its label; a mark goes before it. */
  readonly colour?: string;
  /** Marked with a small arrow behind the figure. */
  readonly pointed?: boolean;
  /** A thin line at this amount, to compare with. */
  readonly tick?: number;
  /** Why it is marked, and what a click does; read out, and shown on hover. */
  readonly note?: string;
  readonly onClick?: () => void;
  /** A menu at this place of the window: by the right button, or by the key for menus. */
  readonly onMenu?: (x: number, y: number) => void;
}

export interface BarListOptions {
  /** What is shown, for those who hear it. */
  readonly title: string;
  readonly bars: readonly Bar[];
  /** The amount that fills `barWidth`: one scale for charts that stand side by side. */
  readonly most: number;
  readonly labelWidth?: number;
  readonly barWidth?: number;
  /** Stands among others that are one tab stop together. */
  readonly isPart?: boolean;
}

const rowHeight = 19;
const barHeight = 12;
const valueWidth = 74;

/**
 * Horizontal bars with names and figures. Each is a button where it leads somewhere, all of them one tab stop; the list
 * reads as a list.
 */
export function barList({ title, bars, most, labelWidth = 84, barWidth = 200, isPart = false }: BarListOptions): TemplateResult {
  const width = labelWidth + barWidth + valueWidth;
  const height = bars.length * rowHeight;
  return html`<svg class="bars" ${isPart ? nothing : oneStop()} @keydown=${isPart ? nothing : (event: KeyboardEvent) => moveStop(event, 'down')} role="list" aria-label=${title} width=${width} height=${height} viewBox="0 0 ${width} ${height}">${bars.map(
    (bar, index) =>
      oneBar(bar, {
        top: index * rowHeight,
        length: barLength(bar.amount, most, barWidth),
        tick: bar.tick === undefined ? null : barLength(bar.tick, most, barWidth, 0),
        labelWidth,
        width,
      }),
  )}</svg>`;
}

interface Place {
  readonly top: number;
  readonly length: number;
  readonly tick: number | null;
  readonly labelWidth: number;
  readonly width: number;
}

function oneBar(bar: Bar, { top, length, tick, labelWidth, width }: Place): TemplateResult {
  const read = `${bar.name}: ${bar.words}${bar.note ? `, ${bar.note}` : ''}`;
  // Where the tick would cross the figure, the figure stands behind it.
  const crossed = tick !== null && tick >= length && tick < length + 8 + bar.words.length * 6.2;
  const valueAt = labelWidth + (crossed ? tick : length) + 6;
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    bar.onClick?.();
  };
  const menu = (event: MouseEvent): void => {
    if (!bar.onMenu) return;
    event.preventDefault();
    const { left, bottom } = (event.currentTarget as Element).getBoundingClientRect();
    // The key for menus has no place of its own.
    bar.onMenu(event.clientX || left, event.clientY || bottom);
  };
  const shapes = svg`<title>${read}</title>
    <rect class="hit" x="0" y=${top} width=${width} height=${rowHeight} rx="2"></rect>
    <text class="name" x="0" y=${top + 14}>${fit(bar.name, labelWidth)}</text>
    <rect class="bar ${bar.mark ?? ''}" x=${labelWidth} y=${top + 4} width=${length} height=${barHeight} rx="1" ${styled(bar.colour === undefined || bar.mark ? {} : { fill: bar.colour })}></rect>
    ${tick === null ? nothing : svg`<line class="tick" x1=${labelWidth + tick} x2=${labelWidth + tick} y1=${top + 2} y2=${top + rowHeight - 1}></line>`}
    <text class="figure" x=${valueAt} y=${top + 14}>${bar.words}${bar.pointed ? ' ◂' : ''}</text>`;
  return bar.onClick
    ? svg`<g role="listitem"><g class="row way" role="button" tabindex="-1" aria-label=${read} @click=${bar.onClick} @keydown=${key} @contextmenu=${menu}>${shapes}</g></g>`
    : svg`<g class="row" role="listitem" aria-label=${read}>${shapes}</g>`;
}

/** A bar of anything more than nothing can be seen. */
function barLength(amount: number, most: number, barWidth: number, least = 1): number {
  if (!(amount > 0) || !(most > 0)) return 0;
  return Math.max(least, Math.min(barWidth, Math.round((amount / most) * barWidth * 10) / 10));
}

/** SVG text does not cut itself: about 6.2 pixels a character at 11 pixels. */
function fit(name: string, width: number): string {
  const most = Math.max(3, Math.floor((width - 6) / 6.2));
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}
