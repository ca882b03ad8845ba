import { Fragment, type ReactNode } from 'react';
import { graphql } from '../../gql/index.ts';
import type { ActorPageQuery } from '../../gql/graphql.ts';
import { Ask, Title } from '../Ask.tsx';
import { More, Paged, useCursors } from '../Paged.tsx';
import { AsOf } from '../Path.tsx';
import { Between, Chain, Missing, Part, Printer, To, When } from '../parts.tsx';
import { count, plain } from '../words.ts';
import './people.css';

const page = graphql(`
  query ActorPage(
    $id: ID!
    $members: String
    $unnamed: String
    $roles: String
    $held: String
    $said: String
    $about: String
    $to: String
    $terms: String
    $figures: String
    $claims: String
    $accounts: String
    $through: String
    $events: String
    $articles: String
    $published: String
  ) {
    actor(id: $id) {
      id
      name
      kind
      otherNames
      description
      country
      wikidata
      anonymity {
        plurality
        tenure
        descriptor
        affiliation {
          ...Who
        }
        mayBe {
          ...Who
        }
      }
      memberOf {
        ...Who
      }
      members(first: 20, after: $members) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...Who
        }
      }
      unnamed(first: 20, after: $unnamed) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...Who
        }
      }
      suspected(first: 20) {
        nodes {
          ...Who
        }
      }
      roles(first: 20, after: $roles) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...ActorRole
        }
      }
      roleConflicts {
        explanation
        roles {
          id
        }
      }
      heldRoles(first: 10, after: $held) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...ActorRole
          actor {
            ...Who
          }
        }
      }
      terms(first: 30, after: $terms) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          id
          term
          voice
          gloss
          attribution {
            ...Chain
          }
          article {
            ...Printer
          }
        }
      }
      statements(first: 10, after: $said) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...ActorStatement
        }
      }
      spokenOf(first: 10, after: $about) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...ActorStatement
        }
      }
      addressed(first: 10, after: $to) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...ActorStatement
        }
      }
      figures(first: 10, after: $figures) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          id
          printed
          quality
          readings
          asOf {
            ...When
          }
          quantity {
            id
            label
          }
          attribution {
            ...Chain
          }
          article {
            ...Printer
          }
        }
      }
      claims(first: 10, after: $claims) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...ActorAccount
        }
      }
      accounts(first: 10, after: $accounts) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...ActorAccount
        }
      }
      relayed(first: 10, after: $through) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...Passed
        }
      }
      events(first: 10, after: $events) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          id
          label
          date {
            ...When
          }
          participants {
            part
            actor {
              id
            }
          }
        }
      }
      published(first: 10, after: $published) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...Printer
          published {
            ...When
          }
        }
      }
      articles(first: 10, after: $articles) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...Printer
          published {
            ...When
          }
        }
      }
    }
  }
  fragment ActorRole on RoleMention {
    id
    role
    body {
      ...Who
    }
    article {
      ...Printer
    }
  }
  fragment ActorStatement on Statement {
    id
    gist
    status
    speaker {
      ...Who
    }
    said {
      ...When
    }
    corroboration {
      articles
    }
  }
  fragment ActorAccount on EventAccount {
    id
    aspect
    claim
    certainty
    event {
      id
      label
    }
    attribution {
      ...Chain
    }
    article {
      ...Printer
    }
  }
  fragment Passed on Mention {
    __typename
    id
    attribution {
      origin {
        id
      }
      ...Chain
    }
    article {
      ...Printer
    }
    ... on StatementReport {
      text
      mode
    }
    ... on Figure {
      printed
      quantity {
        id
        label
      }
    }
    ... on EventAccount {
      claim
      certainty
      event {
        id
        label
      }
    }
    ... on RoleMention {
      role
      actor {
        ...Who
      }
    }
    ... on TermUse {
      term
    }
  }
`);

type Actor = NonNullable<ActorPageQuery['actor']>;

/** The lists of the page that have an address of their own for each of their pages, by the name it has in the address. */
const lists = [
  'members', 'unnamed', 'roles', 'held', 'said', 'about', 'to', 'terms', 'figures', 'claims', 'accounts', 'through', 'events', 'articles', 'published',
] as const;

/** An actor: who it is and by whom called what, what it said, what was said of it, and what came through it. */
export default function ActorView({ id }: { id: string }) {
  const cursors = useCursors(lists);
  return (
    <Ask query={page} variables={{ id, ...cursors }} rows={({ actor }) => rows(actor)}>
      {({ actor }) =>
        actor ? (
          <>
            <Title>{actor.name}</Title>
            <p className="kicker">
              Actor, {actor.anonymity && 'unnamed '}
              {plain(actor.kind)}
            </p>
            <h1>{actor.name}</h1>
            {actor.description && <p>{actor.description}</p>}
            <Facts actor={actor} />
            <Contents actor={actor} />
            <Roles actor={actor} />
            <List name="said" title="What they said" list={actor.statements}>
              {statement => <StatementLine key={statement.id} statement={statement} />}
            </List>
            <List name="about" title="What was said of them" list={actor.spokenOf}>
              {statement => <StatementLine key={statement.id} statement={statement} speaker />}
            </List>
            <List name="to" title="What was said to them" list={actor.addressed}>
              {statement => <StatementLine key={statement.id} statement={statement} speaker />}
            </List>
            <Terms actor={actor} />
            <List name="figures" title="Numbers they gave" list={actor.figures}>
              {figure => (
                <li key={figure.id}>
                  <To id={figure.id}>{figure.printed}</To> <span className="quiet">for</span> <To id={figure.quantity.id}>{figure.quantity.label}</To>
                  {figure.quality === 'SUSPECT' && <span className="tag">may mean {figure.readings.join(' or ')}</span>}
                  <div className="quiet">
                    <Printer article={figure.article} />
                    <Chain after chain={figure.attribution} />, <AsOf date={figure.asOf} />
                  </div>
                </li>
              )}
            </List>
            <List name="claims" title="Accounts they hold" list={actor.claims}>
              {account => <AccountLine key={account.id} account={account} />}
            </List>
            <List name="accounts" title="Accounts that name them" list={actor.accounts}>
              {account => <AccountLine key={account.id} account={account} />}
            </List>
            <List
              name="through"
              title="What came through them"
              list={actor.relayed}
              intro={`Every passage that an article credits to ${actor.name}, or to others by way of ${actor.name}.`}
            >
              {mention => <PassedLine key={mention.id} mention={mention} by={actor.id} />}
            </List>
            <List name="events" title="Events they took part in" list={actor.events}>
              {event => (
                <li key={event.id}>
                  <To id={event.id}>{event.label}</To>
                  <div className="quiet">
                    as {[...new Set(event.participants.filter(p => p.actor.id === actor.id).map(p => plain(p.part)))].join(', ')}, <When date={event.date} />
                  </div>
                </li>
              )}
            </List>
            <List name="published" title="Articles they published" list={actor.published}>
              {article => <ArticleLine key={article.id} article={article} />}
            </List>
            <List name="articles" title="Articles they appear in" list={actor.articles}>
              {article => <ArticleLine key={article.id} article={article} />}
            </List>
          </>
        ) : (
          <Missing id={id} />
        )
      }
    </Ask>
  );
}

/** The list that an actor's table is made of: what it said, or else what was said of it or to it, or what else there is. */
function rows(actor: Actor | null): string {
  const first = (['statements', 'spokenOf', 'addressed', 'relayed', 'terms', 'accounts', 'events'] as const).find(name => actor && actor[name].totalCount > 0);
  return `actor.${first ?? 'articles'}.nodes`;
}

interface Some<Node> {
  totalCount: number;
  nodes: Node[];
  pageInfo: Actor['statements']['pageInfo'];
}

/** A list of the page under a heading, or nothing where nothing is in it. */
function List<Node>({ name, title, intro, list, children }: { name: string; title: string; intro?: string; list: Some<Node>; children: (node: Node) => ReactNode }) {
  if (list.totalCount === 0) return null;
  return (
    <Paged name={name}>
      <Part title={title} of={list.totalCount}>
        {intro && <p className="quiet">{intro}</p>}
        <ul className="plain">{list.nodes.map(children)}</ul>
        <More name={name} list={list} />
      </Part>
    </Paged>
  );
}

/** What is on the page, with how much of it. */
function Contents({ actor }: { actor: Actor }) {
  const all: [name: (typeof lists)[number], title: string, list: { totalCount: number }][] = [
    ['roles', 'roles', actor.roles],
    ['held', 'roles of others', actor.heldRoles],
    ['said', 'said', actor.statements],
    ['about', 'said of them', actor.spokenOf],
    ['to', 'said to them', actor.addressed],
    ['terms', 'words for them', actor.terms],
    ['figures', 'numbers', actor.figures],
    ['claims', 'accounts held', actor.claims],
    ['accounts', 'accounts naming them', actor.accounts],
    ['through', 'came through them', actor.relayed],
    ['events', 'events', actor.events],
    ['published', 'published', actor.published],
    ['articles', 'articles', actor.articles],
  ];
  return (
    <nav aria-label="On this page" className="contents">
      <ul>
        {all
          .filter(([, , list]) => list.totalCount > 0)
          .map(([name, title, list]) => (
            <li key={name}>
              <a href={`#${name}`}>{title}</a> <span className="number">{list.totalCount}</span>
            </li>
          ))}
      </ul>
    </nav>
  );
}

const countries = new Intl.DisplayNames('en', { type: 'region' });

function Facts({ actor }: { actor: Actor }) {
  const { anonymity } = actor;
  const names = (actors: { id: string; name: string }[]) => <Between items={actors.map(each => <To id={each.id}>{each.name}</To>)} />;
  const facts: [string, ReactNode][] = [];
  if (anonymity) {
    facts.push(['Printed as', `“${anonymity.descriptor}”`]);
    facts.push(['How many', pluralities[anonymity.plurality]]);
    facts.push(['In office', tenures[anonymity.tenure]]);
    if (anonymity.affiliation) facts.push(['Said to be of', names([anonymity.affiliation])]);
    if (anonymity.mayBe.length > 0)
      facts.push([
        'Perhaps',
        <>
          {names(anonymity.mayBe)} <span className="quiet">(a curator’s suspicion)</span>
        </>,
      ]);
  }
  if (actor.otherNames.length > 0) facts.push(['Also', actor.otherNames.join(', ')]);
  if (actor.country) facts.push(['Country', countries.of(actor.country) ?? actor.country]);
  if (actor.memberOf.length > 0) facts.push(['Belongs to', names(actor.memberOf)]);
  if (actor.members.totalCount > 0) facts.push(['Has in it', <Few name="members" list={actor.members} />]);
  if (actor.unnamed.totalCount > 0) facts.push(['Unnamed, of it', <Few name="unnamed" list={actor.unnamed} />]);
  if (actor.suspected.nodes.length > 0)
    facts.push([
      'Perhaps also',
      <>
        {names(actor.suspected.nodes)} <span className="quiet">(a curator’s suspicion)</span>
      </>,
    ]);
  if (actor.wikidata)
    facts.push([
      'Wikidata',
      <a href={`https://www.wikidata.org/wiki/${actor.wikidata}`} rel="noreferrer">
        {actor.wikidata}
      </a>,
    ]);
  if (facts.length === 0) return null;
  return (
    <dl className="facts">
      {facts.map(([name, fact]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

const pluralities: Record<NonNullable<Actor['anonymity']>['plurality'], string> = {
  ONE: 'one person',
  SEVERAL: 'two or more',
  UNKNOWN: 'the article does not say',
};

const tenures: Record<NonNullable<Actor['anonymity']>['tenure'], string> = {
  CURRENT: 'yes',
  FORMER: 'formerly',
  MIXED: 'some now, some formerly',
  UNKNOWN: 'the article does not say, or there is no office',
};

/** Actors in a row, as many as fit a page. */
function Few({ name, list }: { name: string; list: Some<{ id: string; name: string }> }) {
  return (
    <Paged name={name}>
      <Between items={list.nodes.map(each => <To id={each.id}>{each.name}</To>)} />
      <More name={name} list={list} />
    </Paged>
  );
}

/** The roles as printed, those that cannot all hold marked, and the roles of others in the actor's service. */
function Roles({ actor }: { actor: Actor }) {
  const atOdds = new Set(actor.roleConflicts.flatMap(conflict => conflict.roles.map(role => role.id)));
  return (
    <>
      <Paged name="roles">
        <Part title="Roles as printed" of={actor.roles.totalCount}>
          {actor.roleConflicts.map(({ explanation }) => (
            <p key={explanation} className="odds">
              <strong>These cannot all hold.</strong> {explanation} Which of them is right is not decided here.
            </p>
          ))}
          <ul className="plain">
            {actor.roles.nodes.map(role => (
              <RoleLine key={role.id} role={role} atOdds={atOdds.has(role.id)} />
            ))}
          </ul>
          <More name="roles" list={actor.roles} />
        </Part>
      </Paged>
      <List name="held" title="Roles of others in their service" list={actor.heldRoles}>
        {role => <RoleLine key={role.id} role={role} holder={role.actor} />}
      </List>
    </>
  );
}

type Role = Actor['roles']['nodes'][number];

function RoleLine({ role, holder, atOdds = false }: { role: Role; holder?: { id: string; name: string }; atOdds?: boolean }) {
  return (
    <li>
      {holder && (
        <>
          <To id={holder.id}>{holder.name}</To>:{' '}
        </>
      )}
      <To id={role.id}>“{role.role}”</To> {atOdds && <span className="tag odd">at odds</span>}
      <p className="quiet">
        {!holder && role.body && (
          <>
            of <To id={role.body.id}>{role.body.name}</To>,{' '}
          </>
        )}
        in <Printer article={role.article} />
      </p>
    </li>
  );
}

function StatementLine({ statement, speaker = false }: { statement: Actor['statements']['nodes'][number]; speaker?: boolean }) {
  return (
    <li>
      {speaker && (
        <>
          <To id={statement.speaker.id}>{statement.speaker.name}</To>:{' '}
        </>
      )}
      <To id={statement.id}>{statement.gist}</To>
      <div className="quiet">
        {statement.status !== 'ASSERTED' && <span className={`tag status-${statement.status.toLowerCase()}`}>{plain(statement.status)}</span>} in{' '}
        {count(statement.corroboration.articles, 'article')}, <When date={statement.said} />
      </div>
    </li>
  );
}

/** The words for an actor, article by article, each with whose word it is. */
function Terms({ actor: { terms } }: { actor: Actor }) {
  const byArticle = Map.groupBy(terms.nodes, term => term.article.id);
  return (
    <Paged name="terms">
      <Part title="What they are called" of={terms.totalCount}>
        <dl className="terms">
          {[...byArticle.values()].map(used => (
            <div key={used[0]!.article.id}>
              <dt>
                <Printer article={used[0]!.article} />
              </dt>
              {used.map(term => (
                <dd key={term.id}>
                  <To id={term.id}>{term.voice === 'QUOTED' ? `“${term.term}”` : term.term}</To> <Whose term={term} />
                  {term.gloss && <p className="quiet">{term.gloss}</p>}
                </dd>
              ))}
            </div>
          ))}
        </dl>
        <More name="terms" list={terms} />
      </Part>
    </Paged>
  );
}

function Whose({ term: { voice, attribution } }: { term: Actor['terms']['nodes'][number] }) {
  if (attribution.depth === 0) return <span className="quiet">{voice === 'QUOTED' ? 'in quotation marks, whose is not said' : 'its own word'}</span>;
  return (
    <span className="quiet">
      {voice === 'QUOTED' ? 'quoted' : 'its own word, in what it credits'}
      <Chain after chain={attribution} />
    </span>
  );
}

function AccountLine({ account }: { account: Actor['claims']['nodes'][number] }) {
  return (
    <li>
      <Claim account={account} />
      <p className="quiet">
        {plain(account.aspect)} of <To id={account.event.id}>{account.event.label}</To>, <Printer article={account.article} />
        {account.attribution.depth > 0 ? <Chain after chain={account.attribution} /> : ', in its own voice'}
      </p>
    </li>
  );
}

/** What an account holds, with how far its origin commits itself to it where that is not all the way. */
function Claim({ account: { id, claim, certainty } }: { account: Pick<Actor['claims']['nodes'][number], 'id' | 'claim' | 'certainty'> }) {
  return (
    <>
      <To id={id}>{claim}</To> {certainty !== 'CERTAIN' && <span className="tag">{plain(certainty)}</span>}
    </>
  );
}

type Passed = Actor['relayed']['nodes'][number];

function PassedLine({ mention, by }: { mention: Passed; by: string }) {
  return (
    <li>
      <What of={mention} /> {mention.attribution.origin?.id !== by && <span className="tag">passed on</span>}
      <p className="quiet">
        <Printer article={mention.article} />
        <Chain after chain={mention.attribution} />
      </p>
    </li>
  );
}

function What({ of }: { of: Passed }) {
  switch (of.__typename) {
    case 'StatementReport':
      return <To id={of.id}>{of.mode === 'DIRECT' ? `“${of.text}”` : of.text}</To>;
    case 'Figure':
      return (
        <>
          <To id={of.id}>{of.printed}</To> <span className="quiet">for</span> <To id={of.quantity.id}>{of.quantity.label}</To>
        </>
      );
    case 'EventAccount':
      return <Claim account={of} />;
    case 'RoleMention':
      return (
        <>
          <To id={of.actor.id}>{of.actor.name}</To> as <To id={of.id}>“{of.role}”</To>
        </>
      );
    case 'TermUse':
      return (
        <>
          the words <To id={of.id}>“{of.term}”</To>
        </>
      );
  }
}

function ArticleLine({ article }: { article: Actor['articles']['nodes'][number] }) {
  return (
    <li>
      <Printer article={article} />
      <div className="quiet">
        published <When date={article.published} />
      </div>
    </li>
  );
}
