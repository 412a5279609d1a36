// Measures the promises about pages: requests a second, latency and processor time per answer, statements, memory, cold start, first-load bytes.
//
//   node server/benches/pages.mjs BINARY [--seconds 3] [--sizes 200,10000] [--postgres URL_OF_AN_ADMIN_DATABASE]
//
// For each database and size it fills a database with the demo grown to that size, serves it, and asks each page in turn with wrk at 1, 16 and 64
// connections. Everything runs on this machine, load included, so compare figures of one run only. Prints one line per figure; asserts nothing.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

const [binary, ...rest] = process.argv.slice(2);
const option = (name, fallback) => (rest.includes(`--${name}`) ? rest[rest.indexOf(`--${name}`) + 1] : fallback);
const seconds = Number(option('seconds', 3));
const sizes = option('sizes', '200,10000').split(',').map(Number);
const postgres = option('postgres', process.env.WIJKCALL_TEST_POSTGRES_URL);
const port = 3931;
const metricsPort = 3932;
const address = `http://127.0.0.1:${port}`;
const ticksPerSecond = Number(spawnSync('getconf', ['CLK_TCK']).stdout);

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const processor = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
};
const memory = (pid) => Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;
const statements = async () => {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^wijkcall_database_statements_total(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? 0);
};
const milliseconds = (text) => {
  const [, number, unit] = /([\d.]+)(us|ms|s)/.exec(text);
  return Number(number) * { us: 0.001, ms: 1, s: 1000 }[unit];
};

function run(args, env) {
  const { status, stderr } = spawnSync(binary, args, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
}

async function serve(env, ...flags) {
  const started = performance.now();
  const child = spawn(binary, ['serve', ...flags], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  process.once('exit', () => child.kill());
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server stopped with code ${child.exitCode}`);
    const answer = await fetch(`${address}/`).catch(() => null);
    if (answer?.status === 200) return { child, coldStart: performance.now() - started };
    await sleep(5);
  }
}

async function stop(child) {
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}

/** Signs in as a person does, by the link in a mail, and gives the cookie. Needs a worker that sends. */
async function signIn(email, folder) {
  const post = (path, fields, cookie = '') =>
    fetch(address + path, { method: 'POST', redirect: 'manual', headers: { origin: address, cookie }, body: new URLSearchParams(fields) });
  await post('/do/accounts/ask_link', { 'form[email]': email, 'form[next]': '' });
  for (let tries = 0; tries < 200; tries += 1) {
    await sleep(100);
    const mails = existsSync(join(folder, 'mail')) ? readdirSync(join(folder, 'mail')) : [];
    for (const name of mails.filter((file) => file.endsWith('.eml'))) {
      const token = /\/inloggen\/link\/([0-9a-f]+)/.exec(readFileSync(join(folder, 'mail', name), 'utf8').replaceAll(/=\r?\n/g, ''))?.[1];
      if (!token) continue;
      const answer = await post('/do/accounts/use_link', { 'form[token]': token });
      return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
    }
  }
  throw new Error('no mail with a link came');
}

function load(path, connections, pid, cookie) {
  const before = processor(pid);
  const headers = ['-H', 'Accept: text/html', ...(cookie ? ['-H', `Cookie: ${cookie}`] : [])];
  const { stdout } = spawnSync('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', ...headers, `${address}${path}`], { encoding: 'utf8' });
  const used = processor(pid) - before;
  const requests = Number(/(\d+) requests in/.exec(stdout)[1]);
  const wrong = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0);
  return {
    rate: Number(/Requests\/sec: +([\d.]+)/.exec(stdout)[1]),
    p50: milliseconds(/50% +(\S+)/.exec(stdout)[1]),
    p99: milliseconds(/99% +(\S+)/.exec(stdout)[1]),
    cpu: (used * 1000) / requests,
    wrong,
  };
}

/** Finds a page by following the first link of that form on a list. */
async function first(list, pattern, cookie = '') {
  const html = await (await fetch(address + list, { headers: { cookie } })).text();
  const found = pattern.exec(html);
  if (!found) throw new Error(`no link like ${pattern} on ${list}`);
  return found[1];
}

async function bytesOfFirstVisit() {
  const page = await fetch(address, { headers: { 'accept-encoding': 'br' } });
  const html = await page.text();
  const files = [...html.matchAll(/<(?:link|script|img)[^>]*?(?:href|src)="(\/[^"]+)"/g)].map((match) => match[1]).filter((path) => /\.(css|woff2|svg|js|wasm)$/.test(path));
  let bytes = Number(spawnSync('curl', ['-s', '-o', '/dev/null', '-w', '%{size_download}', '-H', 'Accept-Encoding: br', address]).stdout);
  for (const file of new Set(files)) {
    bytes += Number(spawnSync('curl', ['-s', '-o', '/dev/null', '-w', '%{size_download}', '-H', 'Accept-Encoding: br', address + file]).stdout);
  }
  return { bytes, requests: new Set(files).size + 1 };
}

console.log(`# ${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0].model.trim()}, wrk on the same machine, ${seconds} s each`);
console.log('database   size   page      connections  requests/s   p50 ms   p99 ms  cpu ms/answer  statements  wrong');
for (const size of sizes) {
  for (const kind of postgres ? ['sqlite', 'postgres'] : ['sqlite']) {
    const folder = mkdtempSync(join(tmpdir(), 'wijkcall-bench-'));
    let url = `sqlite://${folder}/db.sqlite`;
    if (kind === 'postgres') {
      const name = `bench_${size}_${process.pid}`;
      spawnSync('psql', [postgres, '-qc', `create database ${name}`]);
      url = postgres.replace(/[^/]*$/, name);
    }
    const env = {
      PATH: process.env.PATH, WIJKCALL_STATE_DIR: folder, WIJKCALL_DATABASE_URL: url, WIJKCALL_LISTEN: `127.0.0.1:${port}`, WIJKCALL_PUBLIC_URL: address,
      WIJKCALL_METRICS_LISTEN: `127.0.0.1:${metricsPort}`, WIJKCALL_LOG_LEVEL: 'error',
    };
    run(['demo', '--only-fill', '--proposals', String(size), '--listings', String(size)], env);
    // The first start builds the search index; the second one is a cold start as it happens every day.
    let { child } = await serve(env);
    const funder = await signIn('marleen.dijkhuis@voorbeeld.example', folder);
    await sleep(size > 1000 ? 15_000 : 3_000);
    await stop(child);
    let coldStart;
    ({ child, coldStart } = await serve(env, '--no-worker'));
    await sleep(1_000);
    // Each page with the cookie of who looks at it: anybody, or the municipality that published the call.
    const theirs = await first('/calls', /href="(\/calls\/zonnepanelen-[a-z0-9-]+)"/);
    const proposals = `${theirs}/voorstellen`;
    const pages = {
      list: ['/calls'],
      call: [await first('/calls', /href="(\/calls\/[a-z0-9-]{12,})"/)],
      bakery: ['/bakkerij'],
      listing: [await first('/bakkerij', /href="(\/bakkerij\/[0-9a-f-]{36})"/)],
      search: ['/bakkerij?q=zonnepanelen%20op%20het%20dak'],
      proposals: [proposals, funder],
      proposal: [await first(proposals, new RegExp(`href="(${proposals}/[0-9a-f-]{36})"`), funder), funder],
    };
    const idle = memory(child.pid);
    const row = (...cells) => console.log(cells.map((cell, index) => String(cell)[index < 3 ? 'padEnd' : 'padStart']([10, 6, 9, 11, 12, 8, 8, 14, 11, 6][index])).join(' '));
    for (const [name, [path, cookie]] of Object.entries(pages)) {
      const headers = { cookie: cookie ?? '' };
      const { status } = await fetch(address + path, { headers, redirect: 'manual' });
      if (status !== 200) throw new Error(`${path} answers ${status}`);
      const before = await statements();
      for (let n = 0; n < 10; n += 1) await (await fetch(address + path, { headers })).arrayBuffer();
      const perPage = ((await statements()) - before) / 10;
      for (const connections of [1, 16, 64]) {
        const { rate, p50, p99, cpu, wrong } = load(path, connections, child.pid, cookie);
        row(kind, size, name, connections, rate.toFixed(0), p50.toFixed(2), p99.toFixed(2), cpu.toFixed(2), perPage.toFixed(1), wrong);
      }
    }
    const visit = await bytesOfFirstVisit();
    console.log(`${kind} ${size}: cold start ${coldStart.toFixed(0)} ms, memory ${idle.toFixed(0)} MiB idle and ${memory(child.pid).toFixed(0)} MiB after 64 connections (PSS), first visit ${visit.bytes} bytes in ${visit.requests} requests`);
    await stop(child);
    rmSync(folder, { recursive: true });
  }
}
