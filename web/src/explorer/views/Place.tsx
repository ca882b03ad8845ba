import { graphql } from '../../gql/index.ts';
import { Ask, Title } from '../Ask.tsx';
import { Between, Missing, Part, Spoken, Subject, When } from '../parts.tsx';

const page = graphql(`
  query PlacePage($id: ID!) {
    place(id: $id) {
      id
      name
      otherNames
      country
      partOf {
        id
        name
      }
      parts(first: 100) {
        nodes {
          id
          name
        }
      }
      events(first: 100) {
        totalCount
        nodes {
          id
          label
          date {
            ...When
          }
        }
      }
      quantities(first: 100) {
        totalCount
        nodes {
          id
          label
        }
      }
      spokenOf(first: 50) {
        totalCount
        nodes {
          ...Said
        }
      }
      terms(first: 50) {
        totalCount
        nodes {
          ...Used
        }
      }
    }
  }
`);

/** A place: what happened, what was counted and what was said of it. */
export default function PlaceView({ id }: { id: string }) {
  return (
    <Ask query={page} variables={{ id }} rows="place.events.nodes">
      {({ place }) =>
        place ? (
          <>
            <Title>{place.name}</Title>
            <p className="kicker">Place</p>
            <h1>{place.name}</h1>
            <dl className="facts">
              {place.otherNames.length > 0 && (
                <>
                  <dt>Also</dt>
                  <dd>{place.otherNames.join(', ')}</dd>
                </>
              )}
              {place.country && (
                <>
                  <dt>Country</dt>
                  <dd>{place.country}</dd>
                </>
              )}
              {place.partOf && (
                <>
                  <dt>Lies in</dt>
                  <dd>
                    <Subject of={place.partOf} />
                  </dd>
                </>
              )}
              {place.parts.nodes.length > 0 && (
                <>
                  <dt>Takes in</dt>
                  <dd>
                    <Between items={place.parts.nodes.map(part => <Subject of={part} />)} />
                  </dd>
                </>
              )}
            </dl>
            <Part title="What happened there" of={place.events.totalCount}>
              <ul>
                {place.events.nodes.map(event => (
                  <li key={event.id}>
                    <Subject of={event} /> <span className="quiet"><When date={event.date} /></span>
                  </li>
                ))}
              </ul>
            </Part>
            <Part title="What was counted there" of={place.quantities.totalCount}>
              <ul>
                {place.quantities.nodes.map(quantity => (
                  <li key={quantity.id}>
                    <Subject of={quantity} />
                  </li>
                ))}
              </ul>
            </Part>
            <Spoken of={place} />
          </>
        ) : (
          <Missing id={id} />
        )
      }
    </Ask>
  );
}
