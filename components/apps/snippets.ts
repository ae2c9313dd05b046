import type { Snippet } from '@/components/ui/snippet-tabs'

/** A call that works once the key is in `AURA_KEY`: a key itself never stands in a command line, which others can see. */
export const curlSnippet = (endpoint: string) => `curl ${endpoint} \\\n  -H "Authorization: Bearer $AURA_KEY"`

/** The same call four times, with what each language brings along. */
export function snippetsOf(endpoint: string): readonly Snippet[] {
  return [
    { language: 'curl', code: curlSnippet(endpoint) },
    {
      language: 'JavaScript',
      code: `const response = await fetch('${endpoint}', {
  headers: { Authorization: \`Bearer \${process.env.AURA_KEY}\` },
})
console.log(response.status, await response.text())`,
    },
    {
      language: 'Python',
      code: `import os, urllib.request

request = urllib.request.Request(
    "${endpoint}",
    headers={"Authorization": f"Bearer {os.environ['AURA_KEY']}"},
)
with urllib.request.urlopen(request) as response:
    print(response.status, response.read().decode())`,
    },
    {
      language: 'Go',
      code: `package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
)

func main() {
	request, err := http.NewRequest("GET", "${endpoint}", nil)
	if err != nil {
		panic(err)
	}
	request.Header.Set("Authorization", "Bearer "+os.Getenv("AURA_KEY"))
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		panic(err)
	}
	fmt.Println(response.StatusCode, string(body))
}`,
    },
  ]
}
