import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A message of the DevTools protocol that no command asked for. */
export type BrowserEvent = { readonly method: string; readonly params: Readonly<Record<string, unknown>> };

/** A tab of a headless browser. */
export type Page = {
  readonly events: readonly BrowserEvent[];
  send(method: string, params?: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  /** The value of an expression in the page. */
  evaluate(expression: string): Promise<unknown>;
  open(url: string): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  prefer(features: Readonly<Record<string, string>>): Promise<void>;
  press(key: 'Enter' | ' ' | 'Tab'): Promise<void>;
  click(selector: string): Promise<void>;
  /** PNG. */
  screenshot(wholePage?: 'whole'): Promise<Buffer>;
};

/** A headless browser. */
export type Browser = { newPage(): Promise<Page>; close(): Promise<void> };

/** The path of Chromium or Chrome; undefined where there is none. */
export function findChromium(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const paths = (process.env.PATH ?? '').split(delimiter).flatMap((dir) => names.map((name) => join(dir, name)));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Starts a headless browser that is spoken to over the DevTools protocol. */
export async function startBrowser(binary: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'report-browser-'));
  const child = spawn(
    binary,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  const { send, listen, socket } = await endpointOf(child)
    .then(connect)
    .catch(async (error: unknown) => {
      kill();
      await ended;
      rmSync(profile, { recursive: true, force: true });
      throw error;
    });
  return {
    async newPage() {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      const events: BrowserEvent[] = [];
      listen(String(sessionId), (event) => events.push(event));
      const page = pageOf(events, (method, params) => send(method, params, String(sessionId)));
      for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await page.send(`${domain}.enable`);
      return page;
    },
    async close() {
      await send('Browser.close').catch(kill);
      socket.close();
      await ended;
      process.off('exit', kill);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    setTimeout(() => reject(new Error(`the browser does not start: ${text}`)), 30_000).unref();
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the browser ended with ${code}: ${text}`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, url] = /DevTools listening on (ws:\S+)/.exec(text) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}

type Answer = {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
};
type Send = (
  method: string,
  params?: Readonly<Record<string, unknown>>,
  sessionId?: string,
) => Promise<Record<string, unknown>>;

async function connect(
  url: string,
): Promise<{ send: Send; listen(session: string, hear: (event: BrowserEvent) => void): void; socket: WebSocket }> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (answer: Answer) => void>();
  const listeners = new Map<string, (event: BrowserEvent) => void>();
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
    else listeners.get(answer.sessionId ?? '')?.({ method: answer.method ?? '', params: answer.params ?? {} });
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  const send: Send = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, ({ result, error }) =>
        error === undefined ? resolve(result ?? {}) : reject(new Error(`${method}: ${error.message}`)),
      );
      socket.send(JSON.stringify({ id: last, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    });
  return { send, listen: (session, hear) => listeners.set(session, hear), socket };
}

const KEYS = {
  Enter: { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
  ' ': { key: ' ', code: 'Space', windowsVirtualKeyCode: 32, text: ' ' },
  Tab: { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 },
};

function pageOf(events: readonly BrowserEvent[], send: Page['send']): Page {
  const evaluate = async (expression: string): Promise<unknown> => {
    const answer = await send('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
    if (answer.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer.exceptionDetails));
    return (answer.result as { value?: unknown }).value;
  };
  return {
    events,
    send,
    evaluate,
    async open(url) {
      await send('Page.navigate', { url });
      const loaded = `new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', done))`;
      await evaluate(`${loaded}.then(() => true)`);
    },
    async resize(width, height) {
      const mobile = width < 600;
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile });
    },
    async prefer(features) {
      const all = Object.entries(features).map(([name, value]) => ({ name, value }));
      await send('Emulation.setEmulatedMedia', { features: all });
    },
    async press(key) {
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...KEYS[key] });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...KEYS[key] });
    },
    async click(selector) {
      const place = (await evaluate(
        `(() => { const found = document.querySelector(${JSON.stringify(selector)}); found.scrollIntoView({ block: 'center', inline: 'center' }); const { x, y, width, height } = found.getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 }; })()`,
      )) as { x: number; y: number };
      for (const type of ['mousePressed', 'mouseReleased']) {
        await send('Input.dispatchMouseEvent', { type, ...place, button: 'left', clickCount: 1 });
      }
    },
    async screenshot(wholePage) {
      const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: wholePage === 'whole' });
      return Buffer.from(String(data), 'base64');
    },
  };
}
