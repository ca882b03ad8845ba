import { Link, useSearchParams } from 'wouter';
import { graphql } from '../../gql/index.ts';
import type { ArticlePageQuery } from '../../gql/graphql.ts';
import { Ask, Title } from '../Ask.tsx';
import { kindOf, kinds, type Kind } from '../kinds.ts';
import { Between, Chain, Missing, Part, Subject, To } from '../parts.tsx';
import { nested, paragraphs, type Nest } from '../passages.ts';
import { count, headline, pathOf, plain, when } from '../words.ts';
import '../articles.css';

const page = graphql(`
  query ArticlePage($id: ID!) {
    article(id: $id) {
      id
      headline
      outlet {
        ...Who
      }
      byline
      url
      published {
        ...When
      }
      language
      wordCount
      textHash
      text
      relays {
        ...Who
      }
      notes {
        kind
        text
      }
      sourcing {
        mentions
        ownVoice
        named
        anonymous
        relayed
      }
      claims: mentions(filter: { kinds: [REPORT, FIGURE, ACCOUNT] }, first: 0) {
        via: facets(by: VIA, first: 12) {
          count
          node {
            id
            ... on Actor {
              name
            }
          }
        }
      }
      events(first: 100) {
        totalCount
        nodes {
          id
          label
        }
      }
      mentions(first: 100) {
        totalCount
        nodes {
          __typename
          id
          evidence {
            start
            end
          }
          attribution {
            ...Chain
          }
          curation
          ... on StatementReport {
            text
            mode
            statement {
              id
              gist
            }
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
            aspect
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
            voice
            referent {
              ...Subject
            }
          }
        }
      }
    }
  }
`);

type Article = NonNullable<ArticlePageQuery['article']>;
type Mention = Article['mentions']['nodes'][number];

/** An article: who published it when, as far as its text says, how it is sourced, and everything it prints in its place. */
export default function ArticleView({ id }: { id: string }) {
  const [params] = useSearchParams();
  const kind = kinds.find(k => k.name === params.get('kind'));
  return (
    <Ask query={page} variables={{ id }} rows="article.mentions.nodes">
      {({ article }) =>
        article ? (
          <>
            <Title>{headline(article)}</Title>
            <p className="kicker">Article</p>
            <h1>{headline(article)}</h1>
            <Facts article={article} />
            {article.notes.map(note => (
              <p key={note.text} className="note">
                <span className="kicker">{note.kind === 'OTHER' ? 'note' : plain(note.kind)}</span> {note.text}
              </p>
            ))}
            <p>
              <Link href={`/compare?${new URLSearchParams({ articles: article.id })}`}>Compare it with another</Link>
            </p>
            <Part title="How it is sourced">
              <Sourcing article={article} />
            </Part>
            <Part title="Events it speaks of" of={article.events.totalCount}>
              <ul>
                {article.events.nodes.map(event => (
                  <li key={event.id}>
                    <To id={event.id}>{event.label}</To>
                  </li>
                ))}
              </ul>
            </Part>
            <Part title="What it prints" of={article.mentions.totalCount}>
              <Printed article={article} kind={kind} />
            </Part>
          </>
        ) : (
          <Missing id={id} />
        )
      }
    </Ask>
  );
}

const unsaid = <span className="quiet">the text does not say</span>;

function Facts({ article }: { article: Article }) {
  const date = article.published;
  return (
    <dl className="facts">
      <dt>Published by</dt>
      <dd>{article.outlet ? <To id={article.outlet.id}>{article.outlet.name}</To> : unsaid}</dd>
      <dt>Written by</dt>
      <dd>{article.byline ?? unsaid}</dd>
      <dt>Published</dt>
      <dd>
        {date.basis === 'UNKNOWN' ? unsaid : when(date)} {date.basis !== 'STATED' && date.basis !== 'UNKNOWN' && <span className="tag">{plain(date.basis)}</span>}
        {(date.printed || date.reasoning) && (
          <p className="quiet reasoning">
            {date.printed && <>The text says “{date.printed}”. </>}
            {date.reasoning}
          </p>
        )}
      </dd>
      <dt>At</dt>
      <dd>{article.url ? <a href={article.url}>{article.url}</a> : <span className="quiet">no address is known</span>}</dd>
      <dt>Text</dt>
      <dd>
        {count(article.wordCount, 'word')}, language {article.language}
        <details className="hash">
          <summary>its hash</summary>
          <code>{article.textHash}</code> <span className="quiet">SHA-256 of the normalised text, by which whoever has the text can tell that it is the same.</span>
        </details>
      </dd>
    </dl>
  );
}

function Sourcing({ article: { sourcing, relays, claims } }: { article: Article }) {
  const shares = [
    { what: 'in its own voice, crediting nobody', n: sourcing.ownVoice },
    { what: 'from somebody it names', n: sourcing.named },
    { what: 'from somebody it does not name', n: sourcing.anonymous },
  ];
  return (
    <>
      <p>
        It makes {count(sourcing.mentions, 'claim')}: words it reports, numbers, and accounts of events.
      </p>
      <ul className="shares">
        {shares.map(({ what, n }) => (
          <Share key={what} what={what} n={n} of={sourcing.mentions} />
        ))}
      </ul>
      {sourcing.relayed > 0 && (
        <>
          <p>Whoever they begin with, some of them came through another outlet:</p>
          <ul className="shares">
            <Share what="through another outlet" n={sourcing.relayed} of={sourcing.mentions} />
          </ul>
        </>
      )}
      <dl className="facts">
        {relays.length > 0 && (
          <>
            <dt>Outlets it passes on</dt>
            <dd>
              <Between items={relays.map(outlet => <To id={outlet.id}>{outlet.name}</To>)} />
            </dd>
          </>
        )}
        {claims.via.some(({ node }) => node) && (
          <>
            <dt>Through whom</dt>
            <dd>
              <Between
                items={claims.via.flatMap(({ node, count }) =>
                  node
                    ? [
                        <>
                          <To id={node.id}>{'name' in node ? node.name : node.id}</To> <span className="quiet number">{count}</span>
                        </>,
                      ]
                    : [],
                )}
              />
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

function Share({ what, n, of }: { what: string; n: number; of: number }) {
  return (
    <li>
      <span className="number">
        {n} of {of}
      </span>
      <meter min={0} max={Math.max(of, 1)} value={n} aria-label={what} />
      <span>{what}</span>
    </li>
  );
}

/** What the article prints: its text with the passages marked, where there is a text, and each of them in its place. */
function Printed({ article, kind }: { article: Article; kind: Kind | undefined }) {
  const { totalCount, nodes } = article.mentions;
  const mentions = kind ? nodes.filter(mention => mention.__typename === kind.type) : nodes;
  return (
    <>
      <Kinds article={article} kind={kind} />
      {totalCount > nodes.length && (
        <p>
          The first {nodes.length} of {totalCount} are shown.
        </p>
      )}
      {article.text === null ? (
        <p className="quiet">
          This edition does not hold the article’s text. What follows is in the order of the text: numbers, roles, terms and what stands in quotation marks as printed, the rest in the dataset’s own
          words. What lies within a passage stands below it.
        </p>
      ) : (
        <>
          <h3>The text</h3>
          <Text text={article.text} heading={article.headline} mentions={mentions} />
          <h3>Passage by passage</h3>
        </>
      )}
      {mentions.length > 0 ? <Outline nests={nested(mentions)} /> : <p>It prints none of this kind.</p>}
    </>
  );
}

/** Which kind of mention is shown, or all of them. */
function Kinds({ article, kind }: { article: Article; kind: Kind | undefined }) {
  const { totalCount, nodes } = article.mentions;
  const at = pathOf(article.id);
  return (
    <nav className="choices" aria-label="Kinds of passages">
      <Link href={at} aria-current={kind === undefined ? 'true' : undefined}>
        Everything <span className="number">{totalCount}</span>
      </Link>
      {kinds.map(k => (
        <Link key={k.name} href={`${at}?kind=${k.name}`} aria-current={kind === k ? 'true' : undefined} className={`kind-${k.name}`}>
          {k.list} <span className="number">{nodes.filter(mention => mention.__typename === k.type).length}</span>
        </Link>
      ))}
    </nav>
  );
}

function Text({ text, heading, mentions }: { text: string; heading: string | null; mentions: Mention[] }) {
  return (
    <div className="text">
      {paragraphs(text, mentions).map((pieces, i) => (
        <p key={pieces[0]!.start} className={i === 0 && pieces.map(piece => piece.text).join('') === heading ? 'heading' : undefined}>
          {pieces.map(({ start, text, of }) => {
            if (!of) return <span key={start}>{text}</span>;
            const { name, label } = kindOf(of.__typename);
            // A comma between two passages is no link: nobody could tell where it leads.
            if (!/[\p{L}\p{N}]/u.test(text)) return <span key={start} className={`kind-${name}`}>{text}</span>;
            return (
              <Link key={start} href={pathOf(of.id)} className={`kind-${name}`} title={label}>
                {text}
              </Link>
            );
          })}
        </p>
      ))}
    </div>
  );
}

function Outline({ nests }: { nests: Nest<Mention>[] }) {
  return (
    <ul className="outline">
      {nests.map(({ passage, within }) => (
        <li key={passage.id}>
          <div className="mention">
            <span className={`kicker kind-${kindOf(passage.__typename).name}`}>{kindOf(passage.__typename).label}</span>
            <div>
              <What mention={passage} /> {passage.curation === 'DRAFT' && <span className="tag">nobody has read it yet</span>}
            </div>
          </div>
          {within.length > 0 && <Outline nests={within} />}
        </li>
      ))}
    </ul>
  );
}

function What({ mention }: { mention: Mention }) {
  const chain = <Chain chain={mention.attribution} />;
  switch (mention.__typename) {
    case 'StatementReport':
      return (
        <>
          <To id={mention.id}>{mention.mode === 'DIRECT' ? `“${mention.text}”` : mention.text}</To>
          <p className="quiet">
            {chain}; the statement: <To id={mention.statement.id}>{mention.statement.gist}</To>
          </p>
        </>
      );
    case 'Figure':
      return (
        <>
          <To id={mention.id}>{mention.printed}</To> <To id={mention.quantity.id}>{mention.quantity.label}</To>
          <p className="quiet">{chain}</p>
        </>
      );
    case 'EventAccount':
      return (
        <>
          <To id={mention.id}>{mention.claim}</To>
          <p className="quiet">
            {mention.certainty !== 'CERTAIN' && `${plain(mention.certainty)}, `}
            {chain}; {plain(mention.aspect)} of: <To id={mention.event.id}>{mention.event.label}</To>
          </p>
        </>
      );
    case 'RoleMention':
      return (
        <>
          <To id={mention.id}>{mention.role}</To> <span className="quiet">of</span> <To id={mention.actor.id}>{mention.actor.name}</To>
          <p className="quiet">{chain}</p>
        </>
      );
    case 'TermUse':
      return (
        <>
          <To id={mention.id}>{mention.voice === 'QUOTED' ? `“${mention.term}”` : mention.term}</To> <span className="quiet">for</span>{' '}
          <Subject of={mention.referent} />
          <p className="quiet">{chain}</p>
        </>
      );
  }
}
