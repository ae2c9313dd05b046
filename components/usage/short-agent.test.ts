import { expect, it } from 'vitest'
import { shortAgent, shortCaller } from './short-agent'

it.each([
  ['curl/8.9.1', 'curl/8.9'],
  ['Go-http-client/1.1', 'Go-http-client/1.1'],
  ['node', 'node'],
  ['python-requests/2.32.3 (internal)', 'python-requests/2.32'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    'Chrome 142',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36 Edg/141.0',
    'Edge 141',
  ],
  ['Mozilla/5.0 (X11; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox 140'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36',
    'Headless Chrome 142',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36 EdgA/142.0',
    'Edge 142',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1',
    'Chrome 142',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari 18',
  ],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Googlebot/2.1'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Viewer/3.2.1 Safari/605.1.15',
    'Viewer/3.2',
  ],
  ['Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.22621.4391', 'WindowsPowerShell/5.1'],
  ['Python/3.12 aiohttp/3.11.7', 'Python/3.12'],
  ['Mozilla/5.0', 'Mozilla/5.0'],
  ['a-very-long-name-of-a-program-without-spaces', 'a-very-long-name-of-a-p…'],
  ['', ''],
])('%s is short for "%s"', (agent, short) => {
  expect(shortAgent(agent)).toBe(short)
})

it('names a caller by its address, and by its program where it told', () => {
  expect(shortCaller({ address: '10.4.1.7', agent: 'curl/8.9.1' })).toBe('10.4.1.7 · curl/8.9')
  expect(shortCaller({ address: '10.4.1.7', agent: '' })).toBe('10.4.1.7')
})
