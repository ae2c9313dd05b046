import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: false,
  // Types are checked once, over the whole tree, by `npm run check`: who builds a checked commit does not wait for them again.
  typescript: { ignoreBuildErrors: true },
  // These load native code or read files beside themselves, which a bundle would break.
  serverExternalPackages: ['@node-rs/argon2', '@prisma/adapter-pg', '@prisma/client', 'graphile-worker', 'pg', 'pino'],
  // The checkout is the root even when a lockfile lies in a folder above it.
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
  async rewrites() {
    // A browser that has not come to the page's own icon yet asks for this one.
    return [{ source: '/favicon.ico', destination: '/icon.svg' }]
  },
  async headers() {
    // proxy.ts passes over static files, so they get the one header that matters to them here.
    return [{ source: '/_next/static/:path*', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] }]
  },
}
