import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { wrapperJson } from '../../../scripts/wrapper.ts';
import { startWrapper } from '../../../src/evaluation/wrapper/start.ts';
import { ABOUT, NONCE } from './run-wrapper.ts';

const folder = new URL('../../../src/evaluation/wrapper/', import.meta.url);
const source = readFileSync(new URL('wrapper.py', folder), 'utf8');
const plan = {
  python: '3.12',
  requirements: ['lm-eval==0.4.13'],
  resolvedUntil: '2026-10-31',
  argv: ['lm_eval', 'run', '--tasks', "a'; rm -rf /"],
  environment: { A: 'b' },
  output: 'out',
};

it('the text of the wrapper is what npm run build makes of wrapper.py', () => {
  expect(readFileSync(new URL('wrapper.json', folder), 'utf8')).toBe(wrapperJson());
});

it('the wrapper is short, and fits what a container takes as one argument', () => {
  expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(250);
  expect(source.length).toBeLessThan(32_000);
});

it('the wrapper needs no shell and imports the standard library alone', () => {
  expect(source).not.toMatch(/shell\s*=|os\.system|\beval\(|\bexec\(|__import__/);
});

it('is started as a program with arguments, the same for every evaluation', () => {
  const start = startWrapper({ plan, about: ABOUT, nonce: NONCE, files: { 'a.py': 'YQ==' }, out: '/out' });
  if ('problem' in start) throw new Error(start.problem);
  expect(start.command).toEqual(['python3', '-c', source]);
  expect(start.environment).toEqual({
    HF_EVAL_PLAN: expect.any(String),
    HF_EVAL_RUN: NONCE,
    HF_EVAL_OUT: '/out',
  });
  expect(JSON.parse(start.environment.HF_EVAL_PLAN ?? '')).toEqual({
    ...plan,
    files: { 'a.py': 'YQ==' },
    about: ABOUT,
  });
});

it('without a folder for results there is no variable for it', () => {
  const start = startWrapper({ plan, about: ABOUT, nonce: NONCE });
  expect('environment' in start && Object.keys(start.environment)).toEqual(['HF_EVAL_PLAN', 'HF_EVAL_RUN']);
});

it('more than a variable holds is refused before anything is rented', () => {
  const start = startWrapper({ plan, about: ABOUT, nonce: NONCE, files: { 'a.py': 'A'.repeat(131_072) } });
  expect(start).toEqual({
    problem: expect.stringMatching(/^What is to be run takes 131,\d{3} bytes, .* takes 131,072\.$/),
  });
});
