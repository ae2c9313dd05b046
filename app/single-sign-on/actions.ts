'use server'

import { connectHref } from '@/components/places'
import { beginSignOnAs } from '@/lib/server/single-sign-on'

export const connectAction = async (organization: string) =>
  beginSignOnAs('connect', organization, connectHref(organization))
