import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts the built program on a free port, and gives what stops it. Tests find it by the variable ONRECORD. */
export default async function serve(): Promise<() => Promise<void>> {
  const program = join(import.meta.dirname, '../../bin/onrecord');
  const server = spawn(program, ['serve', '--addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  for await (const line of createInterface(server.stdout)) {
    const address = /^ready: (http:\/\/[^/]+)\//.exec(line)?.[1];
    if (!address) continue;
    process.env.ONRECORD = address;
    return async () => {
      server.kill('SIGTERM');
      await ended;
    };
  }
  throw new Error('the server ended before it was ready');
}
