import { useGraphiQL, useGraphiQLActions, type GraphiQLPlugin } from '@graphiql/react';
import type { SVGProps } from 'react';
import { saved, type Saved } from '../saved.ts';
import { useOpen } from './open.ts';

/** The panel that lists the saved queries. */
export const savedQueries: GraphiQLPlugin = { title: 'Saved queries', icon: Icon, content: SavedQueries };

function SavedQueries() {
  const openTab = useOpen();
  const { setVisiblePlugin } = useGraphiQLActions();
  const ready = useGraphiQL(state => Boolean(state.queryEditor));
  const choose = (query: Saved): void => {
    openTab(query);
    if (matchMedia('(width < 48rem)').matches) setVisiblePlugin(null); // where the list has the whole page
  };
  return (
    <section className="saved" aria-labelledby="saved-queries">
      <h2 id="saved-queries">Saved queries</h2>
      <ul>
        {saved.map(query => (
          <li key={query.name}>
            <button type="button" disabled={!ready} onClick={() => choose(query)}>
              <span className="title">{query.title}</span>
              <span className="asks">{query.asks}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Icon(props: SVGProps<SVGSVGElement>) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" {...props}>
      <path d="M6 3h12v18l-6-5-6 5z" />
    </svg>
  );
}
