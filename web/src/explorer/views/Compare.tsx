import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { ComparePageQuery } from '../../gql/graphql.ts';
import { Ask, Title } from '../Ask.tsx';
import { Chooser } from '../Chooser.tsx';
import { Between, Chain, Printer, To, Verdict, When } from '../parts.tsx';
import { count, headline, plain, when } from '../words.ts';
import '../articles.css';

const start = graphql(`
  query CompareStart {
    articles(first: 100) {
      totalCount
      nodes {
        ...Printer
        published {
          ...When
        }
      }
    }
    differing: quantities(filter: { verdicts: [CONFLICT, UPDATE] }, first: 10) {
      nodes {
        id
        label
        agreement {
          verdict
        }
        figures(first: 100) {
          nodes {
            id
            article {
              ...Printer
            }
          }
        }
      }
    }
  }
`);

const page = graphql(`
  query ComparePage($articles: [ID!]!) {
    compare(articles: $articles) {
      articles {
        ...Printer
        published {
          ...When
        }
        wordCount
        sourcing {
          mentions
          ownVoice
          named
          anonymous
        }
        actors(first: 100) {
          totalCount
          nodes {
            ...Who
          }
        }
      }
      sharedEventCount
      sharedEvents {
        event {
          id
          label
        }
        articles {
          id
        }
        accounts {
          id
          aspect
          claim
          certainty
          attribution {
            ...Chain
          }
          article {
            id
          }
        }
      }
      sharedStatementCount
      sharedStatements {
        statement {
          id
          gist
          speaker {
            ...Who
          }
        }
        articles {
          id
        }
        reports {
          id
          mode
          text
          attribution {
            ...Chain
          }
          article {
            id
          }
        }
      }
      sharedQuantityCount
      sharedQuantities {
        quantity {
          id
          label
          agreement {
            ...Verdict
          }
        }
        articles {
          id
        }
        figures {
          id
          printed
          asOf {
            ...When
          }
          attribution {
            ...Chain
          }
          article {
            id
          }
        }
      }
      only {
        article {
          id
        }
        eventCount
        events {
          id
          label
        }
        statementCount
        statements {
          id
          gist
          speaker {
            ...Who
          }
        }
        quantityCount
        quantities {
          id
          label
        }
      }
    }
  }
`);

const most = 4;

/** Where some articles are compared. */
const comparing = (articles: string[]) => `/compare?${new URLSearchParams(articles.map(id => ['articles', id]))}`;

/** Two to four articles beside each other: what they share, and what each of them alone has. */
export default function CompareView() {
  const [params] = useSearchParams();
  const chosen = [...new Set(params.getAll('articles'))];
  const [{ data }] = useQuery({ query: start });
  return (
    <div className="broad">
      <Title>Compare articles</Title>
      <h1>Compare articles</h1>
      {data && (
        <Chooser
          legend={`Two to ${most} articles`}
          name="articles"
          chosen={chosen}
          options={data.articles.nodes.map(article => ({ id: article.id, label: headline(article), beside: when(article.published) }))}
        />
      )}
      {chosen.length < 2 || chosen.length > most ? (
        <Ask headed query={start} variables={{}} rows="articles.nodes">
          {({ differing }) => (
            <>
              <p role="status" className="advice">
                {chosen.length === 0 && 'None is chosen yet.'}
                {chosen.length === 1 && 'One is chosen. Choose another to set beside it.'}
                {chosen.length > most && `${chosen.length} are chosen, and ${most} at most can be set beside one another. Take ${chosen.length - most} away.`}
              </p>
              <Examples differing={differing.nodes} />
            </>
          )}
        </Ask>
      ) : (
        <Ask headed key={chosen.join(' ')} query={page} variables={{ articles: chosen }} rows="compare.sharedEvents.accounts">
          {({ compare }) => <Compared compare={compare} />}
        </Ask>
      )}
    </div>
  );
}

interface Differing {
  id: string;
  label: string;
  figures: { nodes: { article: { id: string; headline: string | null } }[] };
}

/** Articles that give different numbers for the same, to begin with. */
function Examples({ differing }: { differing: Differing[] }) {
  const examples = differing.flatMap(({ id, label, figures }) => {
    const articles = [...new Map(figures.nodes.map(({ article }) => [article.id, article])).values()].slice(0, most);
    return articles.length > 1 ? [{ id, label, articles }] : [];
  });
  if (examples.length === 0) return null;
  return (
    <>
      <p>For example, articles that give different numbers for</p>
      <ul>
        {examples.map(({ id, label, articles }) => (
          <li key={id}>
            <Link href={comparing(articles.map(article => article.id))}>{label}</Link> <p className="quiet">{articles.map(headline).join('; ')}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

type Comparison = ComparePageQuery['compare'];
type Compared = Comparison['articles'][number];

function Compared({ compare }: { compare: Comparison }) {
  const { articles } = compare;
  const among = articles.length === 2 ? 'both' : 'two or more of them';
  const actors = sharedActors(articles);
  return (
    <>
      <Columns articles={articles} heading="h2">
        {article => (
          <div className="quiet">
            <p>
              <When date={article.published} />
            </p>
            <p>
              {count(article.wordCount, 'word')}. Of {count(article.sourcing.mentions, 'claim')}, {article.sourcing.ownVoice} in its own voice, {article.sourcing.named} from named and{' '}
            {article.sourcing.anonymous} from unnamed others.
            </p>
          </div>
        )}
      </Columns>
      <Shared title={`Events in ${among}`} shown={compare.sharedEvents.length} of={compare.sharedEventCount} none={`They speak of no event in ${among}.`}>
        {compare.sharedEvents.map(({ event, accounts, articles: those }) => (
          <section key={event.id}>
            <h3>
              <To id={event.id}>{event.label}</To>
            </h3>
            <Beside articles={articles} lines={accounts} none={article => (has(those, article) ? 'Speaks of it without an account of it.' : 'Does not speak of it.')}>
              {account => (
                <>
                  <To id={account.id}>{account.claim}</To>{' '}
                  <span className="quiet">
                    {plain(account.aspect)}
                    {account.certainty !== 'CERTAIN' && `, ${plain(account.certainty)}`}, <Chain chain={account.attribution} />
                  </span>
                </>
              )}
            </Beside>
          </section>
        ))}
      </Shared>
      <Shared title={`Statements in ${among}`} shown={compare.sharedStatements.length} of={compare.sharedStatementCount} none={`No statement is reported in ${among}.`}>
        {compare.sharedStatements.map(({ statement, reports }) => (
          <section key={statement.id}>
            <h3>
              {statement.speaker.name}: <To id={statement.id}>{statement.gist}</To>
            </h3>
            <Beside articles={articles} lines={reports} none={() => 'Does not report it.'}>
              {report => (
                <>
                  <To id={report.id}>{report.mode === 'DIRECT' ? `“${report.text}”` : report.text}</To>{' '}
                  <span className="quiet">
                    {plain(report.mode)}, <Chain chain={report.attribution} />
                  </span>
                </>
              )}
            </Beside>
          </section>
        ))}
      </Shared>
      <Shared title={`Numbers in ${among}`} shown={compare.sharedQuantities.length} of={compare.sharedQuantityCount} none={`They give no number for the same in ${among}.`}>
        {compare.sharedQuantities.map(({ quantity, figures, articles: those }) => (
          <section key={quantity.id}>
            <h3>
              <To id={quantity.id}>{quantity.label}</To>
            </h3>
            <Beside articles={articles} lines={figures} none={article => (has(those, article) ? 'Speaks of it without a number.' : 'Does not speak of it.')}>
              {figure => (
                <>
                  <span className="printed">
                    <To id={figure.id}>{figure.printed}</To>
                  </span>{' '}
                  <span className="quiet">
                    <Chain chain={figure.attribution} />
                    {figure.asOf.basis !== 'UNKNOWN' && (
                      <>
                        , as of <When date={figure.asOf} />
                      </>
                    )}
                  </span>
                </>
              )}
            </Beside>
            <Verdict agreement={quantity.agreement} />
          </section>
        ))}
      </Shared>
      <Shared title={`Actors in ${among}`} shown={actors.length} of={actors.length} none={`No actor appears in ${among}.`}>
        <ul className="names">
          {actors.map(({ actor, those }) => (
            <li key={actor.id}>
              <To id={actor.id}>{actor.name}</To>
              {articles.length > 2 && (
                <span className="quiet">
                  {' '}
                  {those.length === articles.length ? 'in all' : <>in {those.length}: <Between items={those.map(article => <Printer article={article} />)} /></>}
                </span>
              )}
            </li>
          ))}
        </ul>
      </Shared>
      <section>
        <h2>In one of them alone</h2>
        <Columns articles={articles} heading="h3">
          {article => <Alone article={article} only={compare.only.find(only => only.article.id === article.id)!} others={articles.filter(other => other !== article)} />}
        </Columns>
      </section>
    </>
  );
}

function sharedActors(articles: Compared[]) {
  const all = new Map(articles.flatMap(article => article.actors.nodes.map(actor => [actor.id, actor])));
  return [...all.values()]
    .map(actor => ({ actor, those: articles.filter(article => article.actors.nodes.some(a => a.id === actor.id)) }))
    .filter(({ those }) => those.length > 1)
    .sort((a, b) => b.those.length - a.those.length || a.actor.name.localeCompare(b.actor.name));
}

function Alone({ article, only, others }: { article: Compared; only: Comparison['only'][number]; others: Compared[] }) {
  const actors = article.actors.nodes.filter(actor => !others.some(other => other.actors.nodes.some(a => a.id === actor.id)));
  return (
    <>
      <Few title="Numbers" of={only.quantityCount}>
        {only.quantities.map(quantity => (
          <To key={quantity.id} id={quantity.id}>
            {quantity.label}
          </To>
        ))}
      </Few>
      <Few title="Events" of={only.eventCount}>
        {only.events.map(event => (
          <To key={event.id} id={event.id}>
            {event.label}
          </To>
        ))}
      </Few>
      <Few title="Statements" of={only.statementCount}>
        {only.statements.map(statement => (
          <span key={statement.id}>
            <span className="quiet">{statement.speaker.name}:</span> <To id={statement.id}>{statement.gist}</To>
          </span>
        ))}
      </Few>
      <h4>
        Actors <span className="quiet number">{actors.length}</span>
      </h4>
      <p>
        <Between
          items={actors.map(actor => (
            <To id={actor.id}>{actor.name}</To>
          ))}
        />
      </p>
    </>
  );
}

/** A list in one column, and how many there are where not all are in it. */
function Few({ title, of, children }: { title: string; of: number; children: ReactNode[] }) {
  return (
    <>
      <h4>
        {title} <span className="quiet number">{of}</span>
      </h4>
      {children.length > 0 && (
        <ul>
          {children.map((child, i) => (
            <li key={i}>{child}</li>
          ))}
        </ul>
      )}
      {of > children.length && (
        <p className="quiet">
          The first {children.length} of {of} are shown.
        </p>
      )}
    </>
  );
}

/** What several of the articles have, or that there is nothing. */
function Shared({ title, shown, of, none, children }: { title: string; shown: number; of: number; none: string; children: ReactNode }) {
  return (
    <section>
      <h2>
        {title} <span className="quiet">{of}</span>
      </h2>
      {of === 0 && <p>{none}</p>}
      {of > shown && (
        <p>
          The first {shown} of {of} are shown.
        </p>
      )}
      {of > 0 && children}
    </section>
  );
}

/** Something of each article, in a column of its own. */
function Columns({ articles, heading: Heading = 'h4', children }: { articles: Compared[]; heading?: 'h2' | 'h3' | 'h4'; children: (article: Compared) => ReactNode }) {
  return (
    <div className="columns">
      {articles.map(article => (
        <div key={article.id}>
          <Heading className="whose">{Heading === 'h4' ? headline(article) : <Printer article={article} />}</Heading>
          {children(article)}
        </div>
      ))}
    </div>
  );
}

interface Side<Line> {
  articles: Compared[];
  lines: Line[];
  none: (article: Compared) => string;
  children: (line: Line) => ReactNode;
}

/** What each article has of something, a column an article, with word where one has nothing. */
function Beside<Line extends { id: string; article: { id: string } }>({ articles, lines, none, children }: Side<Line>) {
  return (
    <Columns articles={articles}>
      {article => {
        const its = lines.filter(line => line.article.id === article.id);
        if (its.length === 0) return <p className="quiet">{none(article)}</p>;
        return (
          <ul className="accounts">
            {its.map(line => (
              <li key={line.id}>{children(line)}</li>
            ))}
          </ul>
        );
      }}
    </Columns>
  );
}

function has(articles: { id: string }[], article: Compared) {
  return articles.some(({ id }) => id === article.id);
}
