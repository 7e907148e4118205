import { describe, expect, it } from 'vitest';
import { identify, isOfRevision, type Target } from '../../src/frameworks/identity.ts';
import type { ClaimedModel } from '../../src/frameworks/run.ts';
import { MODEL, OTHER_SHA, SHA } from './results-fixtures.ts';

type Mapped = { readonly repoId: string; readonly revision?: string };

function target(revision: string | undefined, map: Readonly<Record<string, Mapped>> = {}, repoId = MODEL): Target {
  return { repoId, ...(revision === undefined ? {} : { revision }), models: new Map(Object.entries(map)) };
}

const of = (model: ClaimedModel | undefined, aim: Target) =>
  identify(model === undefined ? {} : { model }, 'out/run.json', aim);

describe('a run is of the model that is meant', () => {
  it.each<[string, ClaimedModel, string, object]>([
    ['by its repo', { name: MODEL }, 'main', { repoId: MODEL }],
    ['in letters of another case', { name: 'Harbor-Labs/KESTREL-7b' }, 'main', {}],
    ['at the branch', { name: MODEL, revision: 'main' }, 'main', { revision: 'main' }],
    ['at the branch, by its commit', { name: MODEL, revision: 'main', sha: SHA }, 'main', { sha: SHA }],
    ['at a commit, which may be of the branch', { name: MODEL, revision: SHA }, 'main', { revision: SHA }],
    ['at a short commit', { name: MODEL, revision: 'c0ffeec' }, 'main', { revision: 'c0ffeec' }],
    ['at a step that is asked for', { name: MODEL, revision: 'step-1000' }, 'step-1000', { revision: 'step-1000' }],
    ['at the commit that is asked for', { name: MODEL, revision: 'main', sha: SHA }, SHA, { sha: SHA }],
    ['at a short commit that is asked for', { name: MODEL, revision: SHA }, 'c0ffeec', { revision: SHA }],
    ['at a commit that it names in short', { name: MODEL, revision: 'c0ffeec' }, SHA, { revision: 'c0ffeec' }],
    ['at no revision that it states', { name: MODEL }, 'step-1000', { repoId: MODEL }],
  ])('%s', (_, model, revision, found) => {
    expect(of(model, target(revision))).toMatchObject(found);
    expect(of(model, target(revision))).not.toHaveProperty('refused');
  });

  it('at any revision where none is asked for', () => {
    expect(of({ name: MODEL, revision: 'step-9' }, target(undefined))).toEqual({ repoId: MODEL, revision: 'step-9' });
  });
});

describe('a commit is of the branch that was asked for with it', () => {
  const asked = { revision: 'step-5', sha: SHA };
  const at = (aim: Partial<Target>, model: Partial<ClaimedModel> = { revision: SHA }) =>
    of({ name: MODEL, asked, ...model }, { ...target('main'), ...aim });

  it('and of no other', () => {
    expect(at({})).toEqual({ refused: expect.stringContaining('--revision step-5') });
    expect(at({}, {})).toEqual({ refused: expect.stringContaining('--revision step-5') });
    expect(at({ sha: OTHER_SHA })).toHaveProperty('refused');
  });

  it.each<[string, Partial<Target>, Partial<ClaimedModel>]>([
    ['where that branch is meant', { revision: 'step-5' }, { revision: SHA }],
    ['where the commit is meant', { revision: SHA }, { revision: SHA }],
    ['but where the branch that is meant is known to be there, too', { sha: SHA }, { revision: SHA }],
    ['nor where the file names the branch that is meant', {}, { revision: 'main', sha: SHA }],
    ['nor where a commit was asked for alone', {}, { revision: SHA, asked: { revision: SHA, sha: SHA } }],
  ])('%s', (_, aim, model) => {
    expect(at(aim, model)).not.toHaveProperty('refused');
  });

  it('nor where the user says so', () => {
    const mapped = target('main', { [MODEL]: { repoId: MODEL, revision: 'main' } });
    expect(of({ name: MODEL, revision: SHA, asked }, mapped)).not.toHaveProperty('refused');
  });
});

describe('a run is refused', () => {
  it.each<[string, ClaimedModel | undefined, string, string[]]>([
    ['of another model', { name: 'org/Heron-13B' }, 'main', ['it is of another model: org/Heron-13B']],
    ['of the same name elsewhere', { name: 'other/Kestrel-7B' }, 'main', ['another model: other/Kestrel-7B']],
    ['of a model whose name begins alike', { name: `${MODEL}-Instruct` }, 'main', ['another model']],
    ['of a folder', { name: './ckpt' }, 'main', ['which is a folder', `--model-map ./ckpt=${MODEL}`]],
    ['of a folder by its whole path', { name: '/data/m/ckpt' }, 'main', ['a folder', '--model-map /data/m/ckpt=']],
    ['of a folder of a home', { name: '~/m' }, 'main', ['a folder']],
    ['of a folder on Windows', { name: 'C:\\m' }, 'main', ['a folder']],
    ['of a folder of folders', { name: 'a/b/c' }, 'main', ['a folder']],
    ["of a server's name", { name: 'kestrel' }, 'main', ['the name of a server', `--model-map kestrel=${MODEL}`]],
    ['of no model', undefined, 'main', ['names no model', `--model-map out/run.json=${MODEL}`]],
    ['of a step', { name: MODEL, revision: 'step-5' }, 'main', ['"step-5"', '"main"', '--revision step-5']],
    ['of main, where a step is meant', { name: MODEL, revision: 'main' }, 'step-5', ['--revision main']],
    ['of another step', { name: MODEL, revision: 'step-50' }, 'step-5', ['"step-50"']],
    ['of a folder within the repo', { name: MODEL, revision: 'main/step1' }, 'main', ['"main/step1"']],
    ['of another commit', { name: MODEL, revision: OTHER_SHA }, SHA, [`not of "${SHA}"`]],
    ['of a branch at another commit', { name: MODEL, revision: 'main', sha: OTHER_SHA }, SHA, ['revision "main"']],
    ['of a branch, where a commit is meant', { name: MODEL, revision: 'main' }, SHA, ['revision "main"']],
  ])('%s', (_, model, revision, says) => {
    const found = of(model, target(revision));
    if (!('refused' in found)) throw new Error('it was taken');
    for (const text of says) expect(found.refused).toContain(text);
  });

  it('with advice that no shell takes for more than a name', () => {
    const found = of({ name: './a b; rm -rf $HOME' }, target('main'));
    expect(found).toEqual({ refused: expect.stringContaining(`--model-map './a b; rm -rf $HOME=${MODEL}'`) });
  });

  it('with ORG/NAME in the advice where no repo is meant', () => {
    expect(identify({ model: { name: './ckpt' } }, 'a.json', { models: new Map() })).toEqual({
      refused: expect.stringContaining('--model-map ./ckpt=ORG/NAME'),
    });
  });
});

describe('--model-map', () => {
  it.each<[string, ClaimedModel | undefined, Readonly<Record<string, Mapped>>, string, object]>([
    ['a folder', { name: './ckpt' }, { './ckpt': { repoId: MODEL } }, 'main', { repoId: MODEL }],
    ['a file', undefined, { 'out/run.json': { repoId: MODEL } }, 'main', { repoId: MODEL }],
    ['a file of a server', { name: 'srv' }, { 'out/run.json': { repoId: MODEL } }, 'main', { repoId: MODEL }],
    ['a repo of another name', { name: 'old/Name' }, { 'old/Name': { repoId: MODEL } }, 'main', { repoId: MODEL }],
    [
      'with the revision that it says',
      { name: './ckpt', revision: 'step-1' },
      { './ckpt': { repoId: MODEL, revision: 'step-1000' } },
      'step-1000',
      { repoId: MODEL, revision: 'step-1000' },
    ],
    [
      'with the revision of the file, where it says none',
      { name: './ckpt', revision: 'main' },
      { './ckpt': { repoId: MODEL } },
      'main',
      { repoId: MODEL, revision: 'main' },
    ],
  ])('names %s', (_, model, map, revision, found) => {
    expect(of(model, target(revision, map))).toEqual(found);
  });

  it('by a file is for files that name no repo, or the same one', () => {
    const map = { 'out/run.json': { repoId: MODEL, revision: 'step-1' } };
    expect(of({ name: 'org/Heron-13B' }, target('step-1', map))).toEqual({
      refused: `it is of another model: org/Heron-13B. If it is ${MODEL}, say so with --model-map org/Heron-13B=${MODEL}`,
    });
    expect(of({ name: MODEL.toUpperCase() }, target('step-1', map))).toEqual({ repoId: MODEL, revision: 'step-1' });
    expect(of({ name: './ckpt' }, target('step-1', map))).toEqual({ repoId: MODEL, revision: 'step-1' });
  });

  it('by a name is for files that name any', () => {
    const map = { 'org/Heron-13B': { repoId: MODEL }, 'out/run.json': { repoId: 'org/other' } };
    expect(of({ name: 'org/Heron-13B' }, target('main', map))).toEqual({ repoId: MODEL });
  });

  it('goes by the name before the file', () => {
    const map = { srv: { repoId: 'org/Heron-13B' }, 'out/run.json': { repoId: MODEL } };
    expect(of({ name: 'srv' }, target('main', map))).toEqual({ refused: 'it is of another model: org/Heron-13B' });
  });

  it.each<[string, Mapped, string]>([
    ['another model', { repoId: 'org/Heron-13B' }, 'another model: org/Heron-13B'],
    ['another revision', { repoId: MODEL, revision: 'step-7' }, '"step-7"'],
  ])('does not make scores of %s those of the repo', (_, mapped, says) => {
    expect(of({ name: './ckpt' }, target('main', { './ckpt': mapped }))).toEqual({
      refused: expect.stringContaining(says),
    });
  });

  it('forgets the commit of what it renames to a revision', () => {
    const map = { './ckpt': { repoId: MODEL, revision: 'v2' } };
    expect(of({ name: './ckpt', revision: 'main', sha: SHA }, target('v2', map))).toEqual({
      repoId: MODEL,
      revision: 'v2',
    });
  });
});

describe('the revision that is meant', () => {
  it.each<[string, { revision?: string; sha?: string }, string | undefined, boolean]>([
    ['that is stated', { revision: 'main', sha: SHA }, 'main', true],
    ['that is asked for by its commit', { revision: 'main', sha: SHA }, SHA, true],
    ['of nothing that is stated, which is main', {}, 'main', true],
    ['of nothing that is stated, where a step is meant', {}, 'step-5', false],
    ['of nothing that is stated, where a commit is meant', {}, SHA, false],
    ['of a commit alone', { revision: SHA, sha: SHA }, 'main', false],
    ['of a commit that was resolved of nothing stated', { sha: SHA }, 'main', false],
    ['of anything, where any is meant', { revision: SHA }, undefined, true],
  ])('is that %s', (_, found, revision, isIt) => {
    expect(isOfRevision({ repoId: MODEL, ...found }, target(revision))).toBe(isIt);
  });
});
