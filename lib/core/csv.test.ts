import { expect, it } from 'vitest'
import { csvRecord } from '@/lib/core/csv'

it.each<[string, readonly (string | number)[], string]>([
  ['plain cells', ['a', 1, ''], 'a,1,\r\n'],
  ['a comma, a quote and line breaks', ['a,b', 'say "x"', 'a\r\nb'], '"a,b","say ""x""","a\r\nb"\r\n'],
  ['what a spreadsheet would calculate', ['=1+1', '+1', '-1', '@x', '\tx'], "'=1+1,'+1,'-1,'@x,'\tx\r\n"],
  ['a formula behind a line break', ['\r=1'], '"\'\r=1"\r\n'],
  ['a number below zero is one', [-5], '-5\r\n'],
])('a record of CSV keeps %s', (_, cells, record) => {
  expect(csvRecord(cells)).toBe(record)
})
