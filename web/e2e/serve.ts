import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The built program. */
export const program = join(import.meta.dirname, '../../bin/onrecord');

/** Starts the built program on a free port, and gives what stops it. Tests find it by the variable ONRECORD. */
export default async function serve(): Promise<() => Promise<void>> {
  const { address, stop } = await serving();
  process.env.ONRECORD = address;
  return stop;
}

/** Starts the built program on a free port with what it is given to serve, or with what it carries. */
export async function serving(...data: string[]): Promise<{ address: string; stop: () => Promise<void> }> {
  const server = spawn(program, ['serve', '--addr', '127.0.0.1:0', '--log-level', 'warn', ...data], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  for await (const line of createInterface(server.stdout)) {
    const address = /^ready: (http:\/\/[^/]+)\//.exec(line)?.[1];
    if (!address) continue;
    const stop = async () => {
      server.kill('SIGTERM');
      await ended;
    };
    return { address, stop };
  }
  throw new Error('the server ended before it was ready');
}
