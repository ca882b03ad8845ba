import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder for what tools make out of the schema. */
export const made = join(import.meta.dirname, 'made');

/** The schema as the server at an address gives it; it is also left in made/ under a name. */
export async function schemaOf(address, name) {
  const answer = await fetch(`${address}/schema.graphql`);
  if (!answer.ok) throw new Error(`${address}/schema.graphql answers ${answer.status}`);
  const sdl = await answer.text();
  mkdirSync(made, { recursive: true });
  const path = join(made, name);
  writeFileSync(path, sdl);
  return { sdl, path };
}
