import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';

/** Starts the built program on a free port and stops it when the tests of the file are over. Gives its address. */
export async function serve() {
  const program = join(import.meta.dirname, '../bin/onrecord');
  const server = spawn(program, ['serve', '--addr', '127.0.0.1:0', '--log-level', 'warn'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  after(async () => {
    server.kill('SIGTERM');
    await ended;
  });
  for await (const line of createInterface(server.stdout)) {
    const address = /^ready: (http:\/\/[^/]+)\//.exec(line)?.[1];
    if (address) return address;
  }
  throw new Error('the server ended before it was ready');
}

/** A fetch that also writes down what was asked and how it was answered. */
export function listening() {
  const heard = [];
  const fetching = async (url, options = {}) => {
    const answer = await fetch(url, options);
    heard.push({
      method: options.method ?? 'GET',
      url: String(url),
      body: options.body,
      status: answer.status,
      type: answer.headers.get('content-type'),
    });
    return answer;
  };
  return { heard, fetching };
}
