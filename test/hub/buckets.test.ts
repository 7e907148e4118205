import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { privateBucket, readBucketFile } from '../../src/hub/buckets.ts';
import { NAMESPACE, openWorld, type World } from '../flows/evaluate/world.ts';
import { refusalOf } from '../flows/publish/publishing.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe('a bucket for results', () => {
  it('is made once, and private', async () => {
    expect(await privateBucket(world.hub, NAMESPACE, 'runs')).toEqual({ id: `${NAMESPACE}/runs` });
    expect(await privateBucket(world.hub, NAMESPACE, 'runs')).toEqual({ id: `${NAMESPACE}/runs` });
    expect([...world.local.buckets.values()].filter(({ id }) => id.endsWith('/runs'))).toMatchObject([
      { private: true },
    ]);
  });

  it('is none where anybody may read it', async () => {
    await fetch(`${world.local.url}/api/buckets/${NAMESPACE}/open`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${world.hub.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ private: false }),
    });
    const refusal = await refusalOf(privateBucket(world.hub, NAMESPACE, 'open'));
    expect([refusal.code, refusal.message]).toEqual(['forbidden', expect.stringContaining('is public')]);
  });

  it('is done without where there are none', async () => {
    world.local.jobs.settings.bucketsAvailable = false;
    expect(await privateBucket(world.hub, NAMESPACE, 'other')).toBeUndefined();
    world.local.jobs.settings.bucketsAvailable = true;
  });

  it('is done without where the account has no room for one', async () => {
    const body = { error: 'Storage limit reached' };
    world.local.fault({ method: 'POST', path: /^\/api\/buckets\//, status: 402, body });
    expect(await privateBucket(world.hub, NAMESPACE, 'full')).toBeUndefined();
  });

  it('is not taken for missing while the Hub is away', async () => {
    world.local.fault({ method: 'POST', path: /^\/api\/buckets\//, status: 503, times: 9 });
    expect((await refusalOf(privateBucket(world.hub, NAMESPACE, 'later'))).code).toBe('hub-unavailable');
  });

  it('that has nothing of a run has no manifest of it either', async () => {
    const bucket = { id: `${NAMESPACE}/runs` };
    const refusal = await refusalOf(readBucketFile(world.hub, bucket, 'nothing/manifest.json', 100));
    expect(refusal.message).toContain('nothing/manifest.json');
  });
});
