/** Something that stands in a text, from start on and before end, in code points. */
export interface Passage {
  evidence: { start: number; end: number };
}

/** A stretch of a text, and the passage that it is part of: the shortest where there are several. */
export interface Piece<P extends Passage> {
  start: number;
  text: string;
  of: P | undefined;
}

/** A passage with those that lie within it. */
export interface Nest<P extends Passage> {
  passage: P;
  within: Nest<P>[];
}

const length = ({ evidence: { start, end } }: Passage) => end - start;

/**
 * A text as paragraphs of pieces, cut wherever a passage begins or ends. However passages lie over one another, all of the
 * text is there once; only the line breaks between paragraphs are not.
 */
export function paragraphs<P extends Passage>(text: string, passages: P[]): Piece<P>[][] {
  const points = Array.from(text);
  const found: Piece<P>[][] = [];
  for (let start = 0; start < points.length; ) {
    let end = start;
    while (end < points.length && points[end] !== '\n') end++;
    const paragraph = pieces(points, start, end, passages);
    if (paragraph.some(piece => piece.text.trim())) found.push(paragraph);
    start = end + 1;
  }
  return found;
}

function pieces<P extends Passage>(points: string[], from: number, to: number, passages: P[]): Piece<P>[] {
  const here = passages.filter(({ evidence: { start, end } }) => start < to && end > from);
  const inner = here.flatMap(({ evidence: { start, end } }) => [start, end]).filter(at => at > from && at < to);
  const cuts = [...new Set([from, ...inner, to])].sort((a, b) => a - b);
  const all: Piece<P>[] = [];
  cuts.slice(1).forEach((end, i) => {
    const start = cuts[i]!;
    const over = here.filter(p => p.evidence.start <= start && p.evidence.end >= end);
    const of = over.length > 0 ? over.reduce((a, b) => (length(b) < length(a) ? b : a)) : undefined;
    const text = points.slice(start, end).join('');
    const last = all.at(-1);
    if (last && last.of === of) last.text += text;
    else all.push({ start, text, of });
  });
  return all;
}

/** Passages in the order of the text, each beneath the last before it that it lies within. */
export function nested<P extends Passage>(passages: P[]): Nest<P>[] {
  const inOrder = passages.toSorted((a, b) => a.evidence.start - b.evidence.start || length(b) - length(a));
  const top: Nest<P>[] = [];
  const open: Nest<P>[] = [];
  for (const passage of inOrder) {
    while (open.length > 0 && open.at(-1)!.passage.evidence.end < passage.evidence.end) open.pop();
    const nest = { passage, within: [] };
    (open.at(-1)?.within ?? top).push(nest);
    open.push(nest);
  }
  return top;
}
