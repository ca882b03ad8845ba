import type { ReactNode } from 'react';
import { graphql } from '../../gql/index.ts';
import type { EvidencePageQuery } from '../../gql/graphql.ts';
import { Ask, Title } from '../Ask.tsx';
import { Chain, Missing, Part, Printer, Subject, To, When } from '../parts.tsx';
import { bounds, digits, plain } from '../words.ts';

const page = graphql(`
  query EvidencePage($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Mention {
        curation
        article {
          ...Printer
          outlet {
            ...Who
          }
          published {
            ...When
          }
        }
        evidence {
          section
          start
          end
          exact
          prefix
          suffix
          verified
        }
        attribution {
          ...Chain
          path
        }
        notes {
          kind
          text
        }
      }
      ... on StatementReport {
        mode
        text
        quotes
        cue
        statement {
          id
          gist
          speaker {
            ...Who
          }
        }
      }
      ... on Figure {
        printed
        comparator
        value
        low
        high
        quality
        readings
        claimant {
          ...Who
        }
        asOf {
          ...When
        }
        quantity {
          id
          label
          unit
        }
      }
      ... on EventAccount {
        aspect
        claim
        certainty
        holds {
          ...Who
        }
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
        body {
          ...Who
        }
      }
      ... on TermUse {
        term
        voice
        gloss
        referent {
          ...Subject
        }
      }
    }
  }
`);

type Node = NonNullable<EvidencePageQuery['node']>;
type Mention = Extract<Node, { evidence: unknown }>;

/** One mention: the words, where they stand, and whom the article credits with them. */
export default function EvidenceView({ id }: { id: string }) {
  return (
    <Ask query={page} variables={{ id }} rows="node.attribution.hops">
      {({ node }) => (node && 'evidence' in node ? <Shown mention={node} /> : <Missing id={id} />)}
    </Ask>
  );
}

function Shown({ mention }: { mention: Mention }) {
  const { evidence: at, article, attribution } = mention;
  return (
    <>
      <Head mention={mention} />
      <Part title="Where it stands">
        {at.exact === null ? (
          <p className="quiet">The words there are the article’s, and are not kept here.</p>
        ) : (
          <blockquote cite={mention.id}>
            {at.prefix && <span className="quiet">…{at.prefix}</span>}
            <mark>{at.exact}</mark>
            {at.suffix && <span className="quiet">{at.suffix}…</span>}
          </blockquote>
        )}
        <dl className="facts">
          <dt>Article</dt>
          <dd>
            <Printer article={article} />
          </dd>
          <dt>Published</dt>
          <dd>
            {article.outlet && (
              <>
                <Subject of={article.outlet} />,{' '}
              </>
            )}
            <When date={article.published} />
          </dd>
          <dt>Place</dt>
          <dd>
            {plain(at.section)}, characters {digits(at.start)} to {digits(at.end)}
          </dd>
          <dt>Checked</dt>
          <dd>
            {mention.curation === 'REVIEWED' ? 'read by a curator' : 'a draft that nobody has read yet'};{' '}
            {at.verified ? 'held against the article’s text when this edition was compiled' : 'compiled without the article’s text at hand'}
          </dd>
        </dl>
      </Part>
      <Part title="Whom the article credits">
        <p>
          <Chain chain={attribution} />
        </p>
        {attribution.hops.length > 0 && (
          <div className="scroll" role="region" aria-label="Chain of attribution" tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Party</th>
                  <th scope="col">As the article words it</th>
                  <th scope="col">Credited by</th>
                  <th scope="col">Channel</th>
                  <th scope="col">Commitment</th>
                </tr>
              </thead>
              <tbody>
                {attribution.hops.map(hop => (
                  <tr key={hop.position}>
                    <th scope="row">
                      <To id={hop.actor.id}>{hop.actor.name}</To>
                    </th>
                    <td>{hop.label ?? <span className="quiet">implied</span>}</td>
                    <td>{hop.cue ?? <span className="quiet">–</span>}</td>
                    <td>{hop.channel === 'UNKNOWN' ? <span className="quiet">not said</span> : plain(hop.channel)}</td>
                    <td>{plain(hop.certainty)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {attribution.anonymous && <p>The claim goes back to somebody the article does not name.</p>}
      </Part>
      <Part title="Notes of the curators" of={mention.notes.length}>
        <ul>
          {mention.notes.map(note => (
            <li key={note.text}>
              <span className="tag">{plain(note.kind)}</span> {note.text}
            </li>
          ))}
        </ul>
      </Part>
    </>
  );
}

/** What the mention says, by its kind, and to what it belongs. */
function Head({ mention }: { mention: Mention }) {
  switch (mention.__typename) {
    case 'StatementReport':
      return (
        <Says
          kind={`Report, ${plain(mention.mode)} speech`}
          title={mention.mode === 'DIRECT' ? `“${mention.text}”` : mention.text}
          facts={[
            ['Said by', <Subject of={mention.statement.speaker} />],
            ['Statement', <Subject of={mention.statement} />],
            ...(mention.quotes.length > 0 && mention.mode !== 'DIRECT' ? [['Quoted', mention.quotes.map(quote => `“${quote}”`).join(', ')] as const] : []),
          ]}
        />
      );
    case 'Figure':
      return (
        <Says
          kind="Figure"
          title={mention.printed}
          facts={[
            ['For', <Subject of={mention.quantity} />],
            ['That is', `${bounds(mention)} ${mention.quantity.unit}`],
            ...(mention.quality === 'SUSPECT' ? [['In doubt', 'It is malformed or cannot be right as it stands.'] as const] : []),
            ['According to', mention.claimant ? <Subject of={mention.claimant} /> : 'the article itself'],
            ['As of', <When date={mention.asOf} />],
          ]}
        />
      );
    case 'EventAccount':
      return (
        <Says
          kind={`Account of the ${plain(mention.aspect)}, ${plain(mention.certainty)}`}
          title={mention.claim}
          facts={[['Of', <Subject of={mention.event} />], ...(mention.holds ? [['Names', <Subject of={mention.holds} />] as const] : [])]}
        />
      );
    case 'RoleMention':
      return (
        <Says
          kind="Role as printed"
          title={mention.role}
          facts={[['Of', <Subject of={mention.actor} />], ...(mention.body ? [['Serving', <Subject of={mention.body} />] as const] : [])]}
        />
      );
    case 'TermUse':
      return (
        <Says
          kind={`Term, ${plain(mention.voice)}`}
          title={mention.term}
          facts={[['For', <Subject of={mention.referent} />], ...(mention.gloss ? [['It says', mention.gloss] as const] : [])]}
        />
      );
  }
}

function Says({ kind, title, facts }: { kind: string; title: string; facts: (readonly [string, ReactNode])[] }) {
  return (
    <>
      <Title>{title}</Title>
      <p className="kicker">{kind}</p>
      <h1>{title}</h1>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
