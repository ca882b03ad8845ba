import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The path of the system's Chromium. Throws, with what is missing, where there is none. */
export function chromium(): string {
  return execFileSync(join(import.meta.dirname, 'available'), { encoding: 'utf8' }).trim();
}
