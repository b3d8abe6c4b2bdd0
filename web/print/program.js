/** The program, started on a port of its own, and the browser that looks at it: for the tests, and for printing the sheets. */

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { chromium } from 'playwright-core';

const READY_WITHIN_MS = 60_000;

/** @returns {Promise<number>} a port that nobody listens on */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/**
 * @param {string} program path of the binary
 * @param {string[]} options of `serve`, beside where it listens
 * @returns {Promise<{url: string, stop: () => Promise<void>}>} once it answers
 */
export async function startProgram(program, options) {
  const port = await freePort();
  const server = spawn(program, ['serve', ...options, '--listen', `127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => {
    server.once('close', resolve);
    server.once('error', (error) => resolve((said += String(error))));
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  const until = Date.now() + READY_WITHIN_MS;
  while (Date.now() < until) {
    if (server.pid === undefined || server.exitCode !== null || server.signalCode !== null) {
      await ended;
      throw new Error(`${program} ended: ${said}`);
    }
    const ready = await fetch(`${url}/v1/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return { url, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`${program} was not ready within ${READY_WITHIN_MS} ms: ${said}`);
}

export const startBrowser = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
