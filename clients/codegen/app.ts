import type { OneNestedQueryQuery } from './graphql';

type Quantity = NonNullable<OneNestedQueryQuery['quantity']>;

/** What of an answer may be missing, the compiler knows. */
export function numbers(quantity: Quantity): string[] {
  return quantity.figures.nodes.map(figure => `${figure.printed}: ${figure.asOf?.edtf ?? 'no date'}`);
}
