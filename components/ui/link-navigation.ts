/** For a Link's `onNavigate`: somebody else goes there. A press that opens another tab never comes here. */
export const instead = (go: (href: string) => void, href: string) => (event: { preventDefault: () => void }) => {
  event.preventDefault()
  go(href)
}
