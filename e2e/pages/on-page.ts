import type { Page } from '@playwright/test'

/** A part of a page as a person sees it: getters return locators, methods act, and nothing in it expects anything. */
export abstract class OnPage {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }
}
