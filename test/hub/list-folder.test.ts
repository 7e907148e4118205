import { expect, it } from 'vitest';
import { type CardRequest, listFolder } from '../../src/hub/read-card.ts';

const FOLDER = '.eval_results';
const file = (name: string) => ({ type: 'file', path: `${FOLDER}/${name}`, size: 3, oid: 'a' });

/** A Hub that answers with these pages, one after the other; the link to the next one carries another host. */
function hubWith(
  pages: readonly unknown[],
  link = (page: number) => `<https://behind.example/x?cursor=${page}>; rel="next"`,
) {
  const asked: string[] = [];
  const fetch = async (input: string | URL): Promise<Response> => {
    asked.push(String(input));
    const at = asked.length - 1;
    const headers = at < pages.length - 1 ? { link: link(at + 1) } : {};
    return Response.json(pages[Math.min(at, pages.length - 1)], { headers });
  };
  const request: CardRequest = {
    fetch,
    endpoint: 'https://hub.example/mirror',
    repoId: 'org/model',
    revision: 'refs/pr/7',
    maxBytes: 1000,
    userAgent: 'hf-eval/test',
    token: 'hf_secretSecretSecret',
  };
  return { request, asked };
}

it('lists the files of all pages, asked of the same server', async () => {
  const { request, asked } = hubWith([
    [file('a.yaml'), { type: 'directory', path: `${FOLDER}/old`, oid: 'b' }],
    [file('b.yaml')],
    [file('c.yaml')],
  ]);
  expect((await listFolder(request, FOLDER)).map(({ path }) => path)).toEqual(
    ['a.yaml', 'b.yaml', 'c.yaml'].map((name) => `${FOLDER}/${name}`),
  );
  const first = 'https://hub.example/mirror/api/models/org/model/tree/refs%2Fpr%2F7/.eval_results';
  expect(asked).toEqual([first, `${first}?cursor=1`, `${first}?cursor=2`]);
});

it('is refused when the pages have no end', async () => {
  const { request, asked } = hubWith(Array.from({ length: 100 }, (_, at) => [file(`${at}.yaml`)]));
  await expect(listFolder(request, FOLDER)).rejects.toMatchObject({ code: 'invalid-card' });
  expect(asked.length).toBeLessThan(30);
});

it('ends where a page leads to itself', async () => {
  const { request, asked } = hubWith(
    [[file('a.yaml')], [file('b.yaml')], []],
    () => '<https://hub.example/x?cursor=1>; rel="next"',
  );
  expect(await listFolder(request, FOLDER)).toHaveLength(2);
  expect(asked).toHaveLength(2);
});

it.each([[{ error: 'no' }], ['text'], [null]])('is refused when the answer is no list: %j', async (answer) => {
  const { request } = hubWith([answer]);
  await expect(listFolder(request, FOLDER)).rejects.toMatchObject({ code: 'unexpected-answer' });
});

it('has no files when there is no such folder', async () => {
  const { request } = hubWith([]);
  const fetch = async () => new Response('{}', { status: 404, headers: { 'x-error-code': 'EntryNotFound' } });
  expect(await listFolder({ ...request, fetch }, FOLDER)).toEqual([]);
});
