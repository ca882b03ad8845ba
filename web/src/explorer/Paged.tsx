import { useEffect, useRef, type ReactNode } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { graphql } from '../gql/index.ts';
import type { PageFragment } from '../gql/graphql.ts';

graphql(`
  fragment Page on PageInfo {
    hasNextPage
    endCursor
  }
`);

/** Where the lists of these names begin, as the address has it: a cursor each, and none for a list that is at its beginning. */
export function useCursors<Name extends string>(names: readonly Name[]): { [N in Name]?: string } {
  const [params] = useSearchParams();
  return Object.fromEntries(names.flatMap(name => (params.has(name) ? [[name, params.get(name)]] : []))) as { [N in Name]?: string };
}

/** What stands around a list of which the address says the page: it takes the focus when another page is turned up. */
export function Paged({ name, children }: { name: string; children: ReactNode }) {
  const [params] = useSearchParams();
  const cursor = params.get(name);
  const shown = useRef(cursor);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (shown.current !== cursor) list.current?.focus();
    shown.current = cursor;
  }, [cursor]);
  return (
    <div id={name} className="paged" tabIndex={-1} ref={list}>
      {children}
    </div>
  );
}

/** The links from one page of a list to the next, and back to the first. */
export function More({ name, list }: { name: string; list: { totalCount: number; nodes: unknown[]; pageInfo: PageFragment } }) {
  const [path] = useLocation();
  const [params] = useSearchParams();
  const at = (cursor: string | null) => {
    const next = new URLSearchParams(params);
    if (cursor === null) next.delete(name);
    else next.set(name, cursor);
    return next.size > 0 ? `${path}?${next}` : path;
  };
  const later = params.has(name);
  if (!later && !list.pageInfo.hasNextPage) return null;
  return (
    <p className="more">
      <span className="quiet">
        {later ? 'A later page, with' : 'The first'} {list.nodes.length} of {list.totalCount}.
      </span>
      {later && <Link href={at(null)}>From the beginning</Link>}
      {list.pageInfo.hasNextPage && <Link href={at(list.pageInfo.endCursor)}>More</Link>}
    </p>
  );
}
