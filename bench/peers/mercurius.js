// node mercurius.js <folder> <port>
import Fastify from 'fastify'
import mercurius from 'mercurius'
import { load } from './data.js'
import { resolvers, typeDefs } from './schema.js'

const [folder, port] = process.argv.slice(2)
const { Node, ...rest } = resolvers(await load(folder))
const app = Fastify({ logger: false })
app.register(mercurius, { schema: typeDefs, resolvers: { ...rest, Node: { resolveType: Node.__resolveType } }, jit: 1, graphiql: false })
await app.listen({ port: Number(port), host: '127.0.0.1' })
