import { existsSync } from 'node:fs';
import { run } from './toolchain.mjs';

const PLACES = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser tests need Chromium: found, or installed with apt where that is possible, or named in one line. */
export async function requireChromium() {
  if (PLACES.some((place) => place && existsSync(place))) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('Chromium is missing; installing it with apt …');
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['update', '-qq'], quiet);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], quiet);
  }
  if (PLACES.some((place) => place && existsSync(place))) return;
  console.error('The browser tests need Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH to its program.');
  process.exit(1);
}
