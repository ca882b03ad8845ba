import { graphql } from '../gql/index.ts';
import type { EntryFragment } from '../gql/graphql.ts';
import { To } from './parts.tsx';
import { when } from './words.ts';

graphql(`
  fragment Entry on Moment {
    date {
      ...When
    }
    what {
      __typename
      ... on Event {
        id
        label
      }
      ... on Statement {
        id
        gist
        speaker {
          ...Who
        }
      }
      ... on Figure {
        id
        printed
        quantity {
          id
          label
        }
      }
    }
  }
`);

/** What happened, what was said and what was counted, day by day. */
export function Timeline({ entries, total }: { entries: EntryFragment[]; total: number }) {
  const days = Map.groupBy(entries, entry => when(entry.date));
  return (
    <>
      {total > entries.length && <p>The first {entries.length} of {total} are shown.</p>}
      <dl className="timeline">
        {[...days].map(([day, those]) => (
          <div key={day}>
            <dt>
              {day}
              {those.every(entry => entry.date.basis === 'INFERRED') && <span className="quiet"> inferred</span>}
            </dt>
            {those.map(entry => (
              <dd key={entry.what.id}>
                <What of={entry.what} />
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </>
  );
}

function What({ of }: { of: EntryFragment['what'] }) {
  switch (of.__typename) {
    case 'Event':
      return (
        <>
          <span className="kicker">happened</span> <To id={of.id}>{of.label}</To>
        </>
      );
    case 'Statement':
      return (
        <>
          <span className="kicker">said</span> <To id={of.speaker.id}>{of.speaker.name}</To>: <To id={of.id}>{of.gist}</To>
        </>
      );
    case 'Figure':
      return (
        <>
          <span className="kicker">counted</span> <To id={of.id}>{of.printed}</To>, <To id={of.quantity.id}>{of.quantity.label}</To>
        </>
      );
  }
}
