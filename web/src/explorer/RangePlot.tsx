import { arrow, dot, plot, ruleX, ruleY, text, type Markish } from '@observablehq/plot';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { NumberedFragment } from '../gql/graphql.ts';
import { digits, headline, numbersOf, pathOf, when } from './words.ts';

interface Props {
  figures: NumberedFragment[];
  unit: string;
  label: string;
}

/** The height of a row in pixels: a line of words above a line that is drawn. */
const row = 52;

/** A scale whose greatest number is more than so many times its least is logarithmic. */
const wide = 100;

/** With whom a figure begins: somebody whom the article credits, or the article. */
function claimant({ claimant, article }: NumberedFragment): string {
  return claimant?.name ?? `${headline(article)}, in its own voice`;
}

/** Figures as ranges: one row each, in their order, with open ends as arrows. */
export default function RangePlot({ figures, unit, label }: Props) {
  const at = useRef<HTMLDivElement>(null);
  const [, navigate] = useLocation();
  useEffect(() => {
    const box = at.current!;
    const draw = () => {
      const chart = drawn(figures, unit, label, box.clientWidth);
      chart.querySelector('style')?.remove(); // the page's policy allows none; explorer.css has what it says
      box.replaceChildren(chart);
    };
    let width = 0;
    const observer = new ResizeObserver(() => {
      if (box.clientWidth === width || box.clientWidth === 0) return; // 0 where the page is being left
      width = box.clientWidth;
      draw();
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [figures, unit, label]);
  return (
    <div
      ref={at}
      onClick={event => {
        const link = (event.target as Element).closest('a');
        if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        navigate(link.getAttribute('href') ?? link.getAttributeNS('http://www.w3.org/1999/xlink', 'href')!);
      }}
    />
  );
}

function drawn(figures: NumberedFragment[], unit: string, label: string, width: number): Element {
  const [least, most] = domain(figures);
  const log = least > 0 && most / least > wide;
  const y = 'id';
  const ranges = figures.filter(f => f.low !== null && f.high !== null && f.low < f.high);
  const openAbove = figures.filter(f => f.low !== null && f.high === null);
  const openBelow = figures.filter(f => f.low === null && f.high !== null);
  const doubtful = figures.flatMap(f => f.readings.map(reading => ({ ...f, reading })));
  const firm = (f: NumberedFragment) => f.value !== null && f.comparator !== 'ABOUT';
  const drawing = { y, ariaHidden: 'true' }; // what it says is said by the row's words
  const stroke = { ...drawing, stroke: claimant, strokeWidth: 3 };
  const marks: Markish[] = [
    ruleX([least], { ariaHidden: 'true', stroke: 'currentColor', strokeOpacity: 0.2 }),
    ruleY(ranges, { x1: 'low', x2: 'high', ...stroke }),
    arrow(openAbove, { x1: 'low', x2: most, ...stroke, headLength: 5 }),
    arrow(openBelow, { x1: 'high', x2: least, ...stroke, headLength: 5 }),
    dot(ranges, { ...drawing, x: 'low', fill: claimant, r: 4 }),
    dot(ranges, { ...drawing, x: 'high', fill: claimant, r: 4 }),
    dot(openAbove, { ...drawing, x: 'low', fill: claimant, r: 5 }),
    dot(openBelow, { ...drawing, x: 'high', fill: claimant, r: 5 }),
    dot(figures.filter(f => firm(f) && f.low === f.high), { ...drawing, x: 'value', fill: claimant, r: 5 }),
    dot(figures.filter(f => f.comparator === 'ABOUT' && f.value !== null), { ...drawing, x: 'value', stroke: claimant, strokeWidth: 2.5, fill: 'var(--paper)', r: 6 }),
    text(doubtful, { ...drawing, x: 'reading', text: () => '?', fill: claimant, fontSize: 16, fontWeight: 'bold' }),
    text(figures, {
      y,
      text: f => `${f.printed} · ${when(f.asOf)} · ${claimant(f)}`,
      href: f => pathOf(f.id),
      frameAnchor: 'left',
      textAnchor: 'start',
      dy: -row / 3,
      fontSize: 13,
      fill: 'currentColor',
      lineWidth: (width - 16) / 13,
      textOverflow: 'ellipsis',
    }),
  ];
  return plot({
    className: 'plot',
    ariaLabel: `${label}: ${figures.map(f => f.printed).join(', ')}`,
    width,
    height: figures.length * row + 48,
    marginLeft: 8,
    marginRight: 24,
    marginTop: 16,
    marginBottom: 40,
    x: { type: log ? 'log' : 'linear', domain: [least, most], label: unit, grid: true, ticks: Math.max(2, Math.floor(width / 110)), tickFormat: digits },
    y: { type: 'band', domain: figures.map(f => f.id), axis: null },
    color: { type: 'categorical', scheme: 'observable10' },
    marks,
  });
}

/** From where to where the scale goes: all the numbers, with room for arrows at both sides. */
function domain(figures: NumberedFragment[]): [number, number] {
  const numbers = figures.flatMap(numbersOf);
  const least = Math.min(...numbers);
  const most = Math.max(...numbers);
  const room = most > least ? (most - least) * 0.15 : Math.max(Math.abs(most) * 0.1, 1);
  return [least >= 0 ? Math.max(least - room, least > 0 && most / least > wide ? least / 2 : 0) : least - room, most + room];
}
