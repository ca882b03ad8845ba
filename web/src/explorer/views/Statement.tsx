import { useState, type ReactNode } from 'react';
import { graphql } from '../../gql/index.ts';
import type { StatementPageQuery } from '../../gql/graphql.ts';
import { Ask, Title } from '../Ask.tsx';
import { More, Paged, useCursors } from '../Paged.tsx';
import { AsOf, Path } from '../Path.tsx';
import { Between, Diff, Missing, Part, Printer, Standing, To, When } from '../parts.tsx';
import { count, headline } from '../words.ts';
import './people.css';

const page = graphql(`
  query StatementPage($id: ID!, $reports: String, $links: String) {
    statement(id: $id) {
      id
      gist
      act
      speaker {
        ...Who
        roles(first: 50) {
          nodes {
            id
            role
            article {
              id
            }
          }
        }
        roleConflicts {
          explanation
        }
        figures(first: 100) {
          totalCount
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
            article {
              ...Printer
            }
            evidence {
              start
              end
            }
          }
        }
      }
      addressee {
        ...Who
      }
      said {
        ...When
      }
      occasion {
        id
        label
      }
      about {
        __typename
        ... on Actor {
          id
          name
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
      status
      statusReason
      corroboration {
        ...Corroborated
      }
      wordings {
        text
        mode
        diff {
          ...Diff
        }
        reports {
          id
        }
      }
      reports(first: 100, after: $reports) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          id
          mode
          text
          cue
          curation
          notes {
            text
          }
          article {
            ...Printer
          }
          evidence {
            section
            start
            end
            verified
          }
          attribution {
            ...Chain
          }
        }
      }
      links {
        kind
        basis
        why
        statement {
          ...Tied
        }
      }
      linkedFrom(first: 20, after: $links) {
        totalCount
        pageInfo {
          ...Page
        }
        nodes {
          ...Tied
          links {
            kind
            basis
            why
            statement {
              id
            }
          }
        }
      }
    }
  }
  fragment Tied on Statement {
    id
    gist
    speaker {
      ...Who
    }
    said {
      ...When
    }
  }
`);

type Statement = NonNullable<StatementPageQuery['statement']>;
type Report = Statement['reports']['nodes'][number];
type Wording = Statement['wordings'][number];

/** A statement: who said it, how each article words it and from whom it has it, and what else was said to it. */
export default function StatementView({ id }: { id: string }) {
  const cursors = useCursors(['reports', 'links']);
  return (
    <Ask query={page} variables={{ id, ...cursors }} rows="statement.reports.nodes">
      {({ statement }) =>
        statement ? (
          <>
            <Title>{`${statement.speaker.name}: ${statement.gist}`}</Title>
            <p className="kicker">Statement, {acts[statement.act]}, in one sentence of the dataset’s own</p>
            <h1>{statement.gist}</h1>
            <Facts statement={statement} />
            <Wordings statement={statement} />
            <FiguresWithin statement={statement} />
            <Ties statement={statement} />
            <Part title="How the claim stands">
              <Standing status={statement.status} reason={statement.statusReason} corroboration={statement.corroboration} />
            </Part>
          </>
        ) : (
          <Missing id={id} />
        )
      }
    </Ask>
  );
}

/** What a speaker does by speaking, as a word for the thing said. */
const acts: Record<Statement['act'], string> = {
  ASSERT: 'an assertion',
  DENY: 'a denial',
  ACCUSE: 'an accusation',
  PROMISE: 'a promise',
  REQUEST: 'a request',
  REJECT: 'a rejection',
  THREATEN: 'a threat',
  SUPPORT: 'a word of support',
  CONCEDE: 'a concession',
  WARN: 'a warning',
  EXPECT: 'an expectation',
};

function Facts({ statement: { speaker, addressee, said, occasion, about, reports } }: { statement: Statement }) {
  const printers = new Set(reports.nodes.map(report => report.article.id));
  const roles = speaker.roles.nodes.filter(role => printers.has(role.article.id));
  return (
    <dl className="facts">
      <dt>Said by</dt>
      <dd>
        <To id={speaker.id}>{speaker.name}</To>
        {roles.length > 0 && (
          <span className="quiet">
            , printed as <Between items={roles.map(role => <To id={role.id}>“{role.role}”</To>)} />
          </span>
        )}
        {speaker.roleConflicts.map(({ explanation }) => (
          <p key={explanation} className="odds">
            <span className="tag">roles at odds</span> {explanation}
          </p>
        ))}
      </dd>
      {addressee && (
        <>
          <dt>To</dt>
          <dd>
            <To id={addressee.id}>{addressee.name}</To>
          </dd>
        </>
      )}
      <dt>When</dt>
      <dd>
        <When date={said} />
      </dd>
      {occasion && (
        <>
          <dt>At</dt>
          <dd>
            <To id={occasion.id}>{occasion.label}</To>
          </dd>
        </>
      )}
      {about.length > 0 && (
        <>
          <dt>About</dt>
          <dd>
            <Between items={about.map(subject => <To id={subject.id}>{'label' in subject ? subject.label : subject.name}</To>)} />
          </dd>
        </>
      )}
    </dl>
  );
}

/** How much of a report is quoted, for a reader. */
const modes: Record<Report['mode'], string> = {
  DIRECT: 'quoted in full',
  INDIRECT: 'paraphrased',
  MIXED: 'paraphrased, a clause quoted',
  FRAGMENT: 'paraphrased, some words quoted',
};

/** Every wording under the others, with the reports that have it and the way each of them came. */
function Wordings({ statement: { wordings, reports } }: { statement: Statement }) {
  const [marked, setMarked] = useState(true);
  const byId = new Map(reports.nodes.map(report => [report.id, report]));
  const alike = checked(reports.nodes) !== '';
  return (
    <Paged name="reports">
      <Part title="As it was printed" of={reports.totalCount}>
        <p className="quiet">
          {wordings.length > 1 ? `In ${wordings.length} wordings, the longest first.` : 'In one wording.'} What is paraphrased is in the dataset’s own words, but for those
          in quotation marks. {checked(reports.nodes)}
        </p>
        {wordings.length > 1 && (
          <label className="choice">
            <input type="checkbox" checked={marked} onChange={event => setMarked(event.target.checked)} /> Mark what differs from the longest
          </label>
        )}
        <ol className="wordings">
          {wordings.map((wording, i) => {
            const here = wording.reports.flatMap(({ id }) => byId.get(id) ?? []);
            const elsewhere = wording.reports.length - here.length;
            return (
              <li key={wording.mode + wording.text}>
                <p className="mode">
                  <span className="tag">{modes[wording.mode]}</span>
                  {i === 0 && wordings.length > 1 && ' the longest'}
                </p>
                <Words wording={wording} marked={marked && i > 0} />
                {here.map(report => (
                  <ReportLine key={report.id} report={report} checks={!alike} />
                ))}
                {elsewhere > 0 && <p className="quiet">Printed in {count(elsewhere, 'report')} of another page of this list.</p>}
              </li>
            );
          })}
        </ol>
        <More name="reports" list={reports} />
      </Part>
    </Paged>
  );
}

/** Whether a wording is near enough to the longest for marks between the words to help a reader: half of it or more. */
function near({ diff }: Wording): boolean {
  const long = (ops: string[]) => diff.filter(({ op }) => ops.includes(op)).reduce((sum, { text }) => sum + text.length, 0);
  return 2 * long(['EQUAL']) >= long(['EQUAL', 'INSERT']);
}

function Words({ wording, marked }: { wording: Wording; marked: boolean }) {
  const mark = (words: ReactNode) => (wording.mode === 'DIRECT' ? <>“{words}”</> : words);
  if (marked && near(wording)) {
    return (
      <blockquote>
        {mark(<Diff spans={wording.diff} />)}
      </blockquote>
    );
  }
  return (
    <blockquote>
      {mark(wording.text)}
      {marked && (
        <details className="apart">
          <summary>Little in common with the longest. Mark it all the same</summary>
          <Diff spans={wording.diff} />
        </details>
      )}
    </blockquote>
  );
}

/** How far reports were checked, in one sentence where it is the same for all of them. */
function checked(reports: Report[]): string {
  const ways = new Set(reports.map(check));
  return ways.size === 1 ? `Each was ${[...ways].join()}.` : '';
}

function check({ evidence, curation }: Report): string {
  const read = curation === 'REVIEWED' ? 'read by a person' : 'not yet read by a person';
  return `${read}, ${evidence.verified ? 'and checked against the article’s text' : 'but not checked against the article’s text, which was not at hand'}`;
}

function ReportLine({ report, checks }: { report: Report; checks: boolean }) {
  return (
    <div className="report">
      <Path article={report.article} chain={report.attribution} />
      <p className="quiet">
        <To id={report.id}>
          Where it stands<span className="unseen"> in {headline(report.article)}</span>
        </To>
        , {sections[report.evidence.section]}{checks && `, ${check(report)}`}.{report.notes.map(note => ` ${note.text}`)}
      </p>
    </div>
  );
}

const sections: Record<Report['evidence']['section'], string> = {
  HEADLINE: 'in the headline',
  LEDE: 'in the opening paragraph',
  BODY: 'in the body',
  CAPTION: 'in a caption',
};

/** The speaker’s figures that stand within the passage of one of the reports. */
function FiguresWithin({ statement: { speaker, reports } }: { statement: Statement }) {
  const { nodes, totalCount } = speaker.figures;
  const within = nodes.filter(figure =>
    reports.nodes.some(
      ({ article, evidence }) => article.id === figure.article.id && evidence.start < figure.evidence.end && figure.evidence.start < evidence.end,
    ),
  );
  return (
    <Part title="Numbers in it" of={within.length}>
      <ul className="plain">
        {within.map(figure => (
          <li key={figure.id}>
            <To id={figure.id}>{figure.printed}</To> <span className="quiet">for</span> <To id={figure.quantity.id}>{figure.quantity.label}</To>
            {figure.quality === 'SUSPECT' && <span className="tag">may mean {figure.readings.join(' or ')}</span>}
            <div className="quiet">
              <Printer article={figure.article} />, <AsOf date={figure.asOf} />
            </div>
          </li>
        ))}
      </ul>
      {totalCount > nodes.length && (
        <p className="quiet">
          Among the first {nodes.length} of {totalCount} figures of {speaker.name}.
        </p>
      )}
    </Part>
  );
}

/** What each kind of tie says, from the statement that has it. */
const ties: Record<Statement['links'][number]['kind'], string> = {
  REPEATS: 'says the same again as',
  ANSWERS: 'answers',
  DENIES: 'denies',
  CONTRADICTS: 'contradicts',
  SUPPORTS: 'lends weight to',
  UPDATES: 'brings up to date',
};

type Tie = Omit<Statement['links'][number], 'statement'>;

function Ties({ statement }: { statement: Statement }) {
  const inward = statement.linkedFrom.nodes.flatMap(from => from.links.filter(link => link.statement.id === statement.id).map(link => ({ from, link })));
  return (
    <Paged name="links">
      <Part title="Tied to other statements" of={statement.links.length + statement.linkedFrom.totalCount}>
        <ul className="plain ties">
          {statement.links.map(link => (
            <li key={link.kind + link.statement.id}>
              <p>
                This <strong>{ties[link.kind]}</strong> what <Other statement={link.statement} />
              </p>
              <Why tie={link} />
            </li>
          ))}
          {inward.map(({ from, link }) => (
            <li key={link.kind + from.id}>
              <p>
                What <Other statement={from} /> <strong>{ties[link.kind]}</strong> this
              </p>
              <Why tie={link} />
            </li>
          ))}
        </ul>
        <More name="links" list={statement.linkedFrom} />
      </Part>
    </Paged>
  );
}

function Other({ statement }: { statement: Statement['links'][number]['statement'] }) {
  return (
    <>
      <To id={statement.speaker.id}>{statement.speaker.name}</To> said: <To id={statement.id}>{statement.gist}</To>
    </>
  );
}

function Why({ tie }: { tie: Tie }) {
  return (
    <p className="quiet">
      {tie.why} {tie.basis === 'CURATED' ? 'Drawn by a curator.' : 'Drawn by rule: the two have the same gist.'}
    </p>
  );
}
