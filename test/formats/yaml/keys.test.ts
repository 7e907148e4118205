import { expect, it } from 'vitest';
import { didYouMean, meantKey } from '../../../src/formats/yaml/keys.ts';

const KEYS = ['dataset', 'value', 'verifyToken', 'date', 'source', 'notes', 'task_id'];

it.each([
  ['note', 'notes'],
  ['Notes', 'notes'],
  ['ntoes', 'notes'],
  ['verify_token', 'verifyToken'],
  ['verify-tokens', 'verifyToken'],
  ['vaule', 'value'],
  ['sources', 'source'],
  ['taskId', 'task_id'],
  ['task id', 'task_id'],
  ['data', 'date'],
])('"%s" is a spelling of %s', (key, meant) => {
  expect(meantKey(key, KEYS)).toBe(meant);
  expect(didYouMean(key, KEYS)).toBe(`did you mean ${meant}?`);
});

it.each(['metric', 'verified', 'name', 'url', 'config', 'x', '', '中文', 'notesandmore'])(
  '"%s" is a spelling of none',
  (key) => {
    expect(meantKey(key, KEYS)).toBeUndefined();
    expect(didYouMean(key, KEYS)).toBeUndefined();
  },
);
