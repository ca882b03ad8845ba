import { graphql } from '../../gql/index.ts';
import type { EventPageQuery } from '../../gql/graphql.ts';
import { Ask, Title } from '../Ask.tsx';
import { Figures } from '../Figures.tsx';
import { More, Paged, useCursors } from '../Paged.tsx';
import { Between, Chain, Missing, Part, Printer, Standing, Subject, To, When } from '../parts.tsx';
import { Timeline } from '../Timeline.tsx';
import { plain } from '../words.ts';

const page = graphql(`
  query EventPage($id: ID!, $event: [ID!]!, $numbers: String) {
    event(id: $id) {
      id
      label
      otherNames
      type
      date {
        ...When
      }
      places {
        id
        name
      }
      partOf {
        id
        label
      }
      parts(first: 100) {
        nodes {
          id
          label
        }
      }
      participants {
        part
        actor {
          ...Who
        }
      }
      links {
        kind
        why
        event {
          id
          label
        }
      }
      linkedFrom(first: 100) {
        nodes {
          id
          label
          links {
            kind
            event {
              id
            }
          }
        }
      }
      status
      statusReason
      corroboration {
        ...Corroborated
      }
      disputes {
        aspect
        accounts {
          ...Account
        }
      }
      accounts(first: 100) {
        totalCount
        nodes {
          ...Account
        }
      }
      statements(first: 100) {
        totalCount
      }
      quantities(first: 10, after: $numbers) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...Counted
        }
      }
      terms(first: 100) {
        totalCount
        nodes {
          id
          term
          voice
          article {
            ...Printer
          }
        }
      }
    }
    timeline(during: {}, about: $event, first: 100) {
      totalCount
      nodes {
        ...Entry
      }
    }
  }
  fragment Account on EventAccount {
    id
    aspect
    claim
    certainty
    holds {
      ...Who
    }
    attribution {
      ...Chain
    }
    article {
      ...Printer
    }
  }
`);

// The figures of each quantity are listed as well, so that a page of quantities is short.
const lists = ['numbers'] as const;

type Event = NonNullable<EventPageQuery['event']>;
type Account = Event['accounts']['nodes'][number];

/** An event: what happened when, who holds what about it, on what they cannot all be right, and its numbers. */
export default function EventView({ id }: { id: string }) {
  const cursors = useCursors(lists);
  return (
    <Ask query={page} variables={{ id, event: [id], ...cursors }} rows="event.accounts.nodes">
      {({ event, timeline }) =>
        event ? (
          <>
            <Title>{event.label}</Title>
            <p className="kicker">Event{event.type && `, ${plain(event.type)}`}</p>
            <h1>{event.label}</h1>
            <Facts event={event} />
            <Part title="How the claim stands">
              <Standing status={event.status} reason={event.statusReason} corroboration={event.corroboration} />
            </Part>
            <Part title="In dispute" of={event.disputes.length}>
              {event.disputes.map(dispute => (
                <Sides key={dispute.aspect} aspect={dispute.aspect} accounts={dispute.accounts} />
              ))}
            </Part>
            <Paged name="numbers">
              {event.quantities.nodes
                .toSorted((a, b) => b.figures.totalCount - a.figures.totalCount)
                .map(quantity => (
                  <Part key={quantity.id} title={`Numbers: ${quantity.label}`}>
                    <Figures quantity={quantity} />
                  </Part>
                ))}
              <More name="numbers" list={event.quantities} />
            </Paged>
            <Part title="Timeline" of={timeline.totalCount}>
              <Timeline entries={timeline.nodes} total={timeline.totalCount} />
            </Part>
            <Part title="Accounts" of={event.accounts.totalCount}>
              <Accounts accounts={event.accounts.nodes} total={event.accounts.totalCount} />
            </Part>
            <Part title="What it is called" of={event.terms.totalCount}>
              <ul>
                {event.terms.nodes.map(term => (
                  <li key={term.id}>
                    <To id={term.id}>{term.voice === 'QUOTED' ? `“${term.term}”` : term.term}</To>
                    <span className="quiet">
                      {' '}
                      in <Printer article={term.article} />
                    </span>
                  </li>
                ))}
              </ul>
            </Part>
          </>
        ) : (
          <Missing id={id} />
        )
      }
    </Ask>
  );
}

function Facts({ event }: { event: Event }) {
  const others = event.linkedFrom.nodes.flatMap(from => from.links.filter(link => link.event.id === event.id).map(link => ({ from, kind: link.kind })));
  return (
    <dl className="facts">
      <dt>When</dt>
      <dd>
        <When date={event.date} />
      </dd>
      {event.places.length > 0 && (
        <>
          <dt>Where</dt>
          <dd>
            <Between items={event.places.map(place => <To id={place.id}>{place.name}</To>)} />
          </dd>
        </>
      )}
      {event.participants.length > 0 && (
        <>
          <dt>Who</dt>
          <dd>
            <Between
              items={event.participants.map(({ actor, part }) => (
                <>
                  <To id={actor.id}>{actor.name}</To> <span className="quiet">({plain(part)})</span>
                </>
              ))}
            />
          </dd>
        </>
      )}
      {event.otherNames.length > 0 && (
        <>
          <dt>Also</dt>
          <dd>{event.otherNames.join(', ')}</dd>
        </>
      )}
      {event.partOf && (
        <>
          <dt>Part of</dt>
          <dd>
            <To id={event.partOf.id}>{event.partOf.label}</To>
          </dd>
        </>
      )}
      {event.parts.nodes.length > 0 && (
        <>
          <dt>Parts</dt>
          <dd>
            <Between items={event.parts.nodes.map(part => <To id={part.id}>{part.label}</To>)} />
          </dd>
        </>
      )}
      {(event.links.length > 0 || others.length > 0) && (
        <>
          <dt>Tied to</dt>
          <dd>
            <Between
              items={[
                ...event.links.map(link => (
                  <>
                    {plain(link.kind)} <To id={link.event.id}>{link.event.label}</To>
                    {link.why && <span className="quiet"> ({link.why})</span>}
                  </>
                )),
                ...others.map(({ from, kind }) => (
                  <>
                    <To id={from.id}>{from.label}</To> <span className="quiet">({plain(kind)} it)</span>
                  </>
                )),
              ]}
              by="; "
            />
          </dd>
        </>
      )}
    </dl>
  );
}

/** Who holds an account, as a heading: whom it names, or that it denies it. */
function side(account: Account): string {
  const holder = account.holds?.name ?? 'no one in particular';
  return account.certainty === 'DENIED' ? `Not ${holder}` : holder;
}

/** The sides of a dispute beside each other, each with who takes it. */
function Sides({ aspect, accounts }: { aspect: string; accounts: Account[] }) {
  const sides = Map.groupBy(accounts, side);
  return (
    <>
      <p>
        The accounts of its {plain(aspect)} cannot all hold. Which of them is right is not decided here.
      </p>
      <div className="sides">
        {[...sides].map(([name, held]) => (
          <section key={name}>
            <h3>{name}</h3>
            <ul className="accounts">
              {held.map(account => (
                <AccountLine key={account.id} account={account} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

/** Who holds an account: the party with whom it begins, or the article in its own voice. */
function Holder({ account: { attribution, article } }: { account: Account }) {
  const origin = attribution.hops.at(-1)?.actor;
  return origin ? <Subject of={origin} /> : <Printer article={article} />;
}

function AccountLine({ account }: { account: Account }) {
  return (
    <li>
      <Holder account={account} />: <To id={account.id}>{account.claim}</To>{' '}
      <span className="quiet">
        {plain(account.certainty)}
        {account.attribution.depth > 0 && (
          <>
            , in <Printer article={account.article} />
          </>
        )}
        {account.attribution.depth > 1 && (
          <>
            {' '}
            through <Chain chain={account.attribution} />
          </>
        )}
      </span>
    </li>
  );
}

function Accounts({ accounts, total }: { accounts: Account[]; total: number }) {
  const aspects = Map.groupBy(accounts, account => account.aspect);
  return (
    <>
      {total > accounts.length && <p>The first {accounts.length} of {total} are shown.</p>}
      {[...aspects].map(([aspect, held]) => (
        <section key={aspect}>
          <h3>{plain(aspect)}</h3>
          <ul className="accounts">
            {held.map(account => (
              <AccountLine key={account.id} account={account} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
