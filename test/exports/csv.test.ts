import { describe, expect, it } from 'vitest';
import { exportCsv } from '../../src/exports/csv.ts';
import type { Score } from '../../src/scores/score.ts';
import { CARD_SCORE, makeCollection, makeScore } from './collection.ts';

const HEADER =
  'repo,revision,benchmark,dataset,config,split,task,metric,value,unit,stderr,shots,samples,framework,date,file,path';

/** Reads RFC 4180 back: rows of fields. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

function cellOf(changes: Partial<Score>, column: string): string | undefined {
  const [header = [], row = []] = parse(exportCsv(makeCollection([makeScore(changes)])));
  return row[header.indexOf(column)];
}

it('has a header and a row for each score, with the line ends of RFC 4180', () => {
  expect(exportCsv(makeCollection([makeScore(), CARD_SCORE]))).toBe(
    [
      HEADER,
      'harbor-labs/Kestrel-7B,main,GSM8K,openai/gsm8k,main,test,gsm8k,"exact_match,strict-match",0.7126,fraction,0.0125,5,1319,lm-eval 0.4.9,2026-03-04,out/results_2026-03-04.json,"results.gsm8k[""exact_match,strict-match""]"',
      'harbor-labs/Kestrel-7B,main,MMLU,cais/mmlu,,,,accuracy,85.2,percent,,,,,,,',
      '',
    ].join('\r\n'),
  );
});

it('of no scores has the header', () => {
  expect(exportCsv(makeCollection([]))).toBe(`${HEADER}\r\n`);
});

it.each(['a,b', 'a"b"', 'a\nb', 'a\r\nb', '"', 'ü 漢'])('says %j as it is', (name) => {
  expect(cellOf({ dataset: { type: 'x/y', name } }, 'benchmark')).toBe(name);
});

describe('runs no formula in a spreadsheet', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("http://a","b")', '＝1'])(
    '%j is a text',
    (name) => {
      expect(cellOf({ dataset: { type: 'x/y', name } }, 'benchmark')).toBe(`'${name}`);
      expect(cellOf({ notes: '', model: { name: 'm', revision: name } }, 'revision')).toBe(`'${name}`);
    },
  );

  it.each([
    [-3.5, '-3.5'],
    [1e-7, '1e-7'],
    [0, '0'],
  ])('the number %d is a number', (value, text) => {
    expect(cellOf({ value }, 'value')).toBe(text);
  });
});
