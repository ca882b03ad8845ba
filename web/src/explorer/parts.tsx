import { Fragment, useId, type ReactNode } from 'react';
import { Link } from 'wouter';
import { graphql } from '../gql/index.ts';
import type { ChainFragment, CorroboratedFragment, DiffFragment, SaidFragment, UsedFragment, VerdictFragment, WhenFragment } from '../gql/graphql.ts';
import { count, headline, pathOf, plain, when } from './words.ts';

graphql(`
  fragment When on UncertainDate {
    edtf
    earliest
    latest
    printed
    basis
    reasoning
  }
  fragment Who on Actor {
    id
    name
    kind
  }
  fragment Subject on Subject {
    __typename
    ... on Actor {
      ...Who
    }
    ... on Event {
      id
      label
    }
    ... on Quantity {
      id
      label
    }
    ... on Place {
      id
      name
    }
  }
  fragment Printer on Article {
    id
    headline
  }
  fragment Said on Statement {
    id
    gist
    speaker {
      ...Who
    }
  }
  fragment Used on TermUse {
    id
    term
    article {
      ...Printer
    }
  }
  fragment Chain on Attribution {
    depth
    anonymous
    hops {
      position
      label
      cue
      channel
      certainty
      actor {
        ...Who
      }
    }
  }
  fragment Diff on DiffSpan {
    op
    text
  }
  fragment Verdict on Agreement {
    verdict
    reason
    pairCount
    pairs {
      verdict
      reason
      a {
        id
        printed
      }
      b {
        id
        printed
      }
    }
  }
  fragment Corroborated on Corroboration {
    articles
    outlets
    ownVoices
    independentOrigins
    merged
    origins {
      ...Who
    }
  }
`);

/** A link to the page of a record. */
export function To({ id, children }: { id: string; children: ReactNode }) {
  return <Link href={pathOf(id)}>{children}</Link>;
}

/** A link to a record, by whatever it is called. */
export function Subject({ of }: { of: { id: string } & ({ name: string } | { label: string } | { gist: string }) }) {
  return <To id={of.id}>{'name' in of ? of.name : 'label' in of ? of.label : of.gist}</To>;
}

/** Things in a row, with something between them. */
export function Between({ items, by = ', ' }: { items: ReactNode[]; by?: ReactNode }) {
  return items.map((item, i) => (
    <Fragment key={i}>
      {i > 0 && by}
      {item}
    </Fragment>
  ));
}

/** A date, and what it rests on. */
export function When({ date }: { date: WhenFragment }) {
  const says = [date.printed && `printed: “${date.printed}”`, date.reasoning].filter(Boolean).join('. ');
  return (
    <span className="when">
      <time dateTime={date.edtf && /^\d{4}(-\d{2}){0,2}$/.test(date.edtf) ? date.edtf : undefined}>{when(date)}</time>
      {date.basis !== 'STATED' && date.basis !== 'UNKNOWN' && (
        <details className="why">
          <summary>{plain(date.basis)}</summary>
          <span>{says}</span>
        </details>
      )}
    </span>
  );
}

/** An article by name. */
export function Printer({ article }: { article: { id: string; headline: string | null } }) {
  return <To id={article.id}>{headline(article)}</To>;
}

/** The way a claim took to the article, party by party; after the name of the article, with an arrow from it. */
export function Chain({ chain, after = false }: { chain: ChainFragment; after?: boolean }) {
  if (chain.depth === 0) return <span className="chain own">the article’s own voice</span>;
  return (
    <ol className={after ? 'chain after' : 'chain'} aria-label="Chain of attribution, from the article outward">
      {chain.hops.map(hop => (
        <li key={hop.position}>
          <To id={hop.actor.id}>{hop.actor.name}</To>
          {hop.cue && <span className="cue"> {hop.cue}</span>}
        </li>
      ))}
    </ol>
  );
}

/** From how many sides a claim comes, and how it stands. */
export function Standing({ status, reason, corroboration: c }: { status: string; reason: string; corroboration: CorroboratedFragment }) {
  return (
    <div className="standing">
      <p>
        <span className={`tag status-${status.toLowerCase()}`}>{plain(status)}</span> {reason}
      </p>
      <p className="quiet">
        In {count(c.articles, 'article')}, from {count(c.independentOrigins, 'independent origin')}
        {c.ownVoices > 0 && <> ({count(c.ownVoices, 'article’s own voice', 'articles’ own voices')} among them)</>}
        {c.origins.length > 0 && (
          <>
            : <Between items={c.origins.map(o => <To id={o.id}>{o.name}</To>)} />
          </>
        )}
        .
      </p>
      {c.merged.map(why => (
        <p key={why} className="quiet">
          {why}
        </p>
      ))}
    </div>
  );
}

/** How figures agree: the verdict, why, and each pair. */
export function Verdict({ agreement }: { agreement: VerdictFragment }) {
  return (
    <div className="verdict">
      <p>
        <span className={`tag verdict-${agreement.verdict.toLowerCase()}`}>{plain(agreement.verdict)}</span> {agreement.reason}
      </p>
      {agreement.pairs.length > 1 && (
        <details>
          <summary>
            {agreement.pairCount > agreement.pairs.length ? `The first ${agreement.pairs.length} of ${agreement.pairCount} pairs` : `All ${agreement.pairCount} pairs`}
          </summary>
          <ul>
            {agreement.pairs.map(pair => (
              <li key={pair.a.id + pair.b.id}>
                <span className={`tag verdict-${pair.verdict.toLowerCase()}`}>{plain(pair.verdict)}</span>{' '}
                <To id={pair.a.id}>{pair.a.printed}</To> and <To id={pair.b.id}>{pair.b.printed}</To>. {pair.reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** A wording with what it has that the longest has not, and what it lacks of it. */
export function Diff({ spans }: { spans: DiffFragment[] }) {
  return (
    <span className="diff">
      {spans.map((span, i) => {
        if (span.op === 'INSERT') return <Marked key={i} as="ins" says="only here" text={span.text} />;
        if (span.op === 'DELETE') return <Marked key={i} as="del" says="not here" text={span.text} />;
        return <span key={i}>{span.text}</span>;
      })}
    </span>
  );
}

/** A stretch of words with what a mark means also said, for whom the mark is not seen. */
function Marked({ as: As, says, text }: { as: 'ins' | 'del'; says: string; text: string }) {
  const words = text.trimEnd();
  return (
    <>
      <As>
        <span className="unseen"> [{says}: </span>
        {words}
        <span className="unseen">] </span>
      </As>
      {text.slice(words.length)}
    </>
  );
}

/** A part of a page with a heading, or nothing where there is nothing in it. */
export function Part({ title, of, children }: { title: string; of?: number | undefined; children: ReactNode }) {
  const id = useId();
  if (of === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2>
        <span id={id}>{title}</span>
        {of !== undefined && <span className="quiet"> {of}</span>}
      </h2>
      {children}
    </section>
  );
}

/** What was said of something that does not speak, and what it was called. */
export function Spoken({ of: { spokenOf, terms } }: { of: { spokenOf: Listed<SaidFragment>; terms: Listed<UsedFragment> } }) {
  return (
    <>
      <Part title="What was said of it" of={spokenOf.totalCount}>
        <ul>
          {spokenOf.nodes.map(statement => (
            <li key={statement.id}>
              <To id={statement.speaker.id}>{statement.speaker.name}</To>: <To id={statement.id}>{statement.gist}</To>
            </li>
          ))}
        </ul>
      </Part>
      <Part title="Words used for it" of={terms.totalCount}>
        <ul>
          {terms.nodes.map(term => (
            <li key={term.id}>
              <To id={term.id}>{term.term}</To> <span className="quiet">in <Printer article={term.article} /></span>
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}

interface Listed<Node> {
  totalCount: number;
  nodes: Node[];
}

/** What is shown where a record that was asked for is not there. */
export function Missing({ id }: { id: string }) {
  return (
    <>
      <h1>Not found</h1>
      <p>
        There is no record with the id <code>{id}</code> in this edition. <Link href="/">Search for it.</Link>
      </p>
    </>
  );
}
