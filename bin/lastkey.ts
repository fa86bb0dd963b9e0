#!/usr/bin/env node
import { readFileSync } from 'node:fs';

// The SDK prints its end-of-support notice for Node 20 when it loads; package.json says what is supported.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const { main } = await import('../src/cli/main.ts');
const { processIo } = await import('../src/cli/output.ts');

// One level up, both from bin/ in a checkout and from dist/ in the package.
const { version } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
) as { version: string };

process.exitCode = await main(process.argv.slice(2), processIo(), version);
