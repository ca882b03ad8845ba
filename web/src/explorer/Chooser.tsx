import type { ReactNode } from 'react';
import { useSearchParams } from 'wouter';

interface Props {
  legend: string;
  /** What the address calls each of what is chosen. */
  name: string;
  options: { id: string; label: string; beside?: ReactNode }[];
  chosen: string[];
}

/** Boxes to tick. What is ticked is in the address and nowhere else, so it may be something that there is not. */
export function Chooser({ legend, name, options, chosen }: Props) {
  const [, setParams] = useSearchParams();
  const tick = (id: string, on: boolean) => {
    const others = chosen.filter(c => c !== id);
    setParams((on ? [...others, id] : others).map(c => [name, c] as [string, string]));
  };
  const unknown = chosen.filter(id => !options.some(option => option.id === id)).map(id => ({ id, label: id, beside: 'not one of these' }));
  return (
    <fieldset className="chooser">
      <legend>{legend}</legend>
      <ul>
        {[...options, ...unknown].map(({ id, label, beside }) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={chosen.includes(id)} onChange={event => tick(id, event.target.checked)} />
              <span>
                {label} {beside && <span className="quiet">{beside}</span>}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
