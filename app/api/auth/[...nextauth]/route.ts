import NextAuth from 'next-auth'
import { authOptions } from '@/lib/server/session'

const handler = (...received: [Request, { params: Promise<{ nextauth: string[] }> }]) => NextAuth(authOptions())(...received)

export { handler as GET, handler as POST }
