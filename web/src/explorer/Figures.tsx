import { lazy, Suspense } from 'react';
import { graphql } from '../gql/index.ts';
import type { CountedFragment, NumberedFragment } from '../gql/graphql.ts';
import { Chain, Printer, To, Verdict, When } from './parts.tsx';
import { bounds, count, digits, plain } from './words.ts';

const RangePlot = lazy(() => import('./RangePlot.tsx'));

graphql(`
  fragment Numbered on Figure {
    id
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
    attribution {
      ...Chain
    }
    article {
      ...Printer
    }
  }
  fragment Counted on Quantity {
    id
    label
    unit
    agreement {
      ...Verdict
    }
    envelope {
      low
      high
      openBelow
      openAbove
      figures
    }
    excesses {
      reason
      part {
        id
        printed
      }
      whole {
        id
        printed
      }
    }
    figures(first: 100, orderBy: { field: AS_OF }) {
      totalCount
      nodes {
        ...Numbered
      }
    }
  }
`);

/** The figures for one quantity: drawn, told apart, and as a table. */
export function Figures({ quantity }: { quantity: CountedFragment }) {
  const { figures, agreement, excesses } = quantity;
  const numbered = figures.nodes.filter(figure => figure.value !== null || figure.low !== null || figure.high !== null || figure.readings.length > 0);
  return (
    <>
      <Verdict agreement={agreement} />
      {excesses.map(({ part, whole, reason }) => (
        <p key={part.id + whole.id} className="warning">
          <To id={part.id}>{part.printed}</To> of a part, <To id={whole.id}>{whole.printed}</To> of the whole. {reason}
        </p>
      ))}
      {numbered.length > 1 && (
        <figure className="plot">
          <Suspense fallback={<p role="status">Loading…</p>}>
            <RangePlot figures={numbered} unit={quantity.unit} label={quantity.label} />
          </Suspense>
          <figcaption>
            <Envelope quantity={quantity} /> Ordered by the day for which each is meant to hold, one colour a claimant. An arrow is an end that the words leave open, a ring a number that is only about right.
          </figcaption>
        </figure>
      )}
      {figures.totalCount > figures.nodes.length && (
        <p>
          The first {figures.nodes.length} of {figures.totalCount} are shown.
        </p>
      )}
      <div className="scroll" role="region" aria-label={`Figures: ${quantity.label}`} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">As printed</th>
              <th scope="col">That is, {quantity.unit}</th>
              <th scope="col">According to</th>
              <th scope="col">As of</th>
              <th scope="col">Printed by</th>
            </tr>
          </thead>
          <tbody>
            {figures.nodes.map(figure => (
              <Row key={figure.id} figure={figure} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Row({ figure }: { figure: NumberedFragment }) {
  return (
    <tr>
      <th scope="row">
        <To id={figure.id}>{figure.printed}</To>
      </th>
      <td className="number">
        {bounds(figure)}
        {figure.quality === 'SUSPECT' && <span className="tag warning">{plain(figure.quality)}</span>}
      </td>
      <td>
        <Chain chain={figure.attribution} />
      </td>
      <td>
        <When date={figure.asOf} />
      </td>
      <td>
        <Printer article={figure.article} />
      </td>
    </tr>
  );
}

/** From where to where the figures reach, taken together. */
function Envelope({ quantity: { envelope: e, unit } }: { quantity: CountedFragment }) {
  if (e.figures < 2) return null;
  const ends = [e.low, e.high].filter(end => end !== null).map(digits);
  const open = [e.openBelow && 'no lower', e.openAbove && 'no upper'].filter(Boolean).join(' and ');
  return (
    <>
      {count(e.figures, 'figure')} from {[...new Set(ends)].join(' to ')} {unit}
      {open && `, with ${open} bound in some`}.
    </>
  );
}
