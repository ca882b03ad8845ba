import { graphql } from '../../gql/index.ts';
import { Ask, Title } from '../Ask.tsx';
import { Figures } from '../Figures.tsx';
import { Between, Missing, Part, Spoken, Subject } from '../parts.tsx';
import { plain } from '../words.ts';

const page = graphql(`
  query QuantityPage($id: ID!) {
    quantity(id: $id) {
      ...Counted
      measure
      population
      accumulation
      place {
        id
        name
      }
      event {
        id
        label
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

/** One thing that is counted, and every number that was given for it. */
export default function QuantityView({ id }: { id: string }) {
  return (
    <Ask query={page} variables={{ id }} rows="quantity.figures.nodes">
      {({ quantity }) =>
        quantity ? (
          <>
            <Title>{quantity.label}</Title>
            <p className="kicker">What is counted: {plain(quantity.measure)}</p>
            <h1>{quantity.label}</h1>
            <dl className="facts">
              {quantity.event && (
                <>
                  <dt>Of</dt>
                  <dd>
                    <Subject of={quantity.event} />
                  </dd>
                </>
              )}
              {quantity.place && (
                <>
                  <dt>Where</dt>
                  <dd>
                    <Subject of={quantity.place} />
                  </dd>
                </>
              )}
              {quantity.population && (
                <>
                  <dt>Among</dt>
                  <dd>{quantity.population}</dd>
                </>
              )}
              <dt>Over time</dt>
              <dd>{over[quantity.accumulation]}</dd>
              {quantity.partOf && (
                <>
                  <dt>Part of</dt>
                  <dd>
                    <Subject of={quantity.partOf} />
                  </dd>
                </>
              )}
              {quantity.parts.nodes.length > 0 && (
                <>
                  <dt>Counts in</dt>
                  <dd>
                    <Between items={quantity.parts.nodes.map(part => <Subject of={part} />)} />
                  </dd>
                </>
              )}
            </dl>
            <Part title="Figures" of={quantity.figures.totalCount}>
              <Figures quantity={quantity} />
            </Part>
            <Spoken of={quantity} />
          </>
        ) : (
          <Missing id={id} />
        )
      }
    </Ask>
  );
}

/** How what is counted behaves, in words. */
const over = {
  INCIDENT: 'belongs to one occurrence and does not grow',
  CUMULATIVE: 'a running total',
  STOCK: 'what there is at a time; it can rise or fall',
};
