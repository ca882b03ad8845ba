import type { NumberedFragment, WhenFragment } from '../gql/graphql.ts';

/** Where the explorer shows a record: event:fire is at /event/fire. */
export function pathOf(id: string): string {
  const colon = id.indexOf(':');
  return `/${id.slice(0, colon)}/${encodeURIComponent(id.slice(colon + 1))}`;
}

/** The name of an enum value as a reader reads it: AT_LEAST is "at least". */
export function plain(value: string): string {
  return value.toLowerCase().replaceAll('_', ' ');
}

/** One of something, or so many. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** What an article is called: its headline, or its name in the dataset where the text has none. */
export function headline(article: { id: string; headline: string | null }): string {
  return article.headline ?? `Article ${article.id.slice('article:'.length, 'article:'.length + 3)}, without a headline`;
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

function parts(day: string): { year: string; month: string; day: string } {
  const [year = '', month = '', date = ''] = day.split('-');
  return { year, month: months[Number(month) - 1] ?? month, day: String(Number(date)) };
}

function whole(day: string): string {
  const d = parts(day);
  return `${d.day} ${d.month} ${d.year}`;
}

/** A date as far as it is known, and no further. */
export function when({ edtf, earliest, latest }: Pick<WhenFragment, 'edtf' | 'earliest' | 'latest'>): string {
  if (edtf && /^\d{4}$/.test(edtf)) return edtf;
  if (edtf && /^\d{4}-\d{2}$/.test(edtf)) return `${months[Number(edtf.slice(5)) - 1] ?? ''} ${edtf.slice(0, 4)}`;
  if (earliest && latest) {
    if (earliest === latest) return whole(earliest);
    const from = parts(earliest);
    const to = parts(latest);
    if (from.year !== to.year) return `between ${whole(earliest)} and ${whole(latest)}`;
    if (from.month !== to.month) return `between ${from.day} ${from.month} and ${whole(latest)}`;
    return `${from.day} to ${whole(latest)}`;
  }
  if (earliest) return `from ${whole(earliest)} on`;
  if (latest) return `by ${whole(latest)}`;
  return 'date not known';
}

/** A number in full, with its thousands apart. */
export function digits(n: number): string {
  return n.toLocaleString('en', { maximumFractionDigits: 20 });
}

type Bounded = Pick<NumberedFragment, 'value' | 'low' | 'high' | 'readings' | 'comparator'>;

/** Every number that a figure names or is bound by, or may mean. */
export function numbersOf({ value, low, high, readings }: Omit<Bounded, 'comparator'>): number[] {
  return [value, low, high, ...readings].filter(n => n !== null);
}

/** What a figure's words allow, with the ends they leave open. */
export function bounds({ value, low, high, readings, comparator }: Bounded): string {
  if (readings.length > 0) return `${readings.map(digits).join(' or ')}?`;
  if (comparator === 'ABOUT' && value !== null) return `about ${digits(value)}`;
  if (low !== null && high !== null) return low === high ? digits(low) : `${digits(low)} to ${digits(high)}`;
  if (low !== null) return `${digits(low)} or more`;
  if (high !== null) return `${digits(high)} or fewer`;
  return value === null ? 'no number' : digits(value);
}
