import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { readQuestion } from '../question.ts';
import { saved } from '../saved.ts';
import { Opening } from './Opening.tsx';
import { savedQueries } from './SavedQueries.tsx';
import { TakeAway } from './TakeAway.tsx';

const fetcher = createGraphiQLFetcher({ url: '/graphql' });
const plugins = [savedQueries, { ...explorerPlugin(), title: 'Query builder' }, HISTORY_PLUGIN];
const linked = readQuestion(location.hash);

// The list of saved queries is open from the start where there is room for it.
const roomy = matchMedia('(min-width: 75rem)').matches;

/** GraphiQL, opened with the question of the link, or where the reader left it, or with the first saved query. */
export function Playground() {
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      {...(roomy && { visiblePlugin: savedQueries.title })}
      defaultQuery={saved[0]!.query}
      {...(linked && { initialQuery: linked.query, initialVariables: linked.variables ?? '' })}
      isHeadersEditorEnabled={false}
      showPersistHeadersSettings={false}
    >
      <GraphiQL.Logo>
        <a className="home" href="/">
          onrecord
        </a>
      </GraphiQL.Logo>
      <GraphiQL.Footer>
        <TakeAway />
      </GraphiQL.Footer>
      <Opening linked={linked} />
    </GraphiQL>
  );
}
