// npm better-auth with its device-authorization plugin on SQLite, as its documentation sets it up; email and password for the one who approves.
// Usage: PORT=… FOLDER=… node server.mjs
import { createServer } from 'node:http';
import { join } from 'node:path';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { deviceAuthorization } from 'better-auth/plugins';
import Database from 'better-sqlite3';

const port = Number(process.env.PORT);
const database = new Database(join(process.env.FOLDER, 'peer.db'));

// What better-sqlite3's documentation recommends for speed. SQLite's own synchronous=FULL stays, so a code is on disk before it is shown.
database.pragma('journal_mode = WAL');

const auth = betterAuth({
  baseURL: `http://localhost:${port}`,
  secret: 'a peer to measure beside keeps no secrets from anybody',
  database,
  emailAndPassword: { enabled: true },
  // One machine asks for all; the limits per address of the other servers are raised, too.
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [deviceAuthorization({ verificationUri: '/device', expiresIn: '24h', interval: '5s', validateClient: (id) => id === 'demo-tv' })],
});

const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
createServer(toNodeHandler(auth)).listen(port, 'localhost');
