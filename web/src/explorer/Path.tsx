import type { ChainFragment, WhenFragment } from '../gql/graphql.ts';
import { Printer, To, When } from './parts.tsx';

/** How a party says a thing that it passes on, where it does not simply present it as a fact. */
const stance: Record<ChainFragment['hops'][number]['certainty'], string> = {
  CERTAIN: 'as a fact',
  PROBABLE: 'as likely',
  POSSIBLE: 'as possible',
  DENIED: 'as false',
  UNCOMMITTED: 'without saying whether it is true',
};

/** The way a claim took, drawn as a path: the article, then each party from which the next has it. */
export function Path({ article, chain }: { article: { id: string; headline: string | null }; chain: ChainFragment }) {
  return (
    <ol className="path" aria-label="Where the article has it from">
      <li>
        <Printer article={article} />
        {chain.depth === 0 && <span className="quiet">in its own voice</span>}
      </li>
      {chain.hops.map(hop => (
        <li key={hop.position}>
          <To id={hop.actor.id}>{hop.actor.name}</To>
          <span className="quiet">
            {[
              hop.cue && `“${hop.cue}”`,
              hop.label && hop.label !== hop.actor.name && `printed as “${hop.label}”`,
              hop.channel !== 'UNKNOWN' && channels[hop.channel],
              stance[hop.certainty],
            ]
              .filter(Boolean)
              .join(', ')}
          </span>
        </li>
      ))}
    </ol>
  );
}

const channels: Record<ChainFragment['hops'][number]['channel'], string> = {
  BRIEFING: 'at a briefing',
  INTERVIEW: 'in an interview',
  CALL: 'in a call',
  DOCUMENT: 'in writing',
  MEDIA: 'published',
  SOCIAL: 'on a social network',
  UNKNOWN: '',
};

/** The day for which a number is meant to hold. */
export function AsOf({ date }: { date: WhenFragment }) {
  if (!date.earliest && !date.latest) return <>as of a day not known</>;
  return (
    <>
      as of <When date={date} />
    </>
  );
}
