import type { Question } from './question.ts';

/** A query of the cookbook: a file of the folder queries, whose first lines are comments that say what it is. */
export interface Saved extends Question {
  /** The file's name without its ending, which is its address too. */
  name: string;
  title: string;
  /** What it asks, as a sentence. */
  asks: string;
}

const texts = import.meta.glob<string>('../../queries/*.graphql', { query: '?raw', import: 'default', eager: true });

/** Every saved query, by title, with the one first that the README opens with. */
export const saved: Saved[] = Object.entries(texts)
  .map(([path, text]) => read(path, text))
  .sort((a, b) => Number(b.name === 'one-nested-query') - Number(a.name === 'one-nested-query') || a.title.localeCompare(b.title, 'en'));

function read(path: string, text: string): Saved {
  const said = (key: string): string => {
    const value = new RegExp(`^# ${key}: *(.+)$`, 'm').exec(text)?.[1];
    if (!value) throw new Error(`${path} has no line "# ${key}:"`);
    return value.trim();
  };
  return {
    name: path.replace(/^.*\/|\.graphql$/g, ''),
    title: said('Title'),
    asks: said('Question'),
    query: text.replace(/^# (Title|Answers):.*\n/gm, ''), // the tab has the title; a number of the design is no reader's
  };
}
