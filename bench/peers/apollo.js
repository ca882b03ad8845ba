// node apollo.js <folder> <port>
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { load } from './data.js'
import { resolvers, typeDefs } from './schema.js'

const [folder, port] = process.argv.slice(2)
process.env.NODE_ENV = 'production'
const server = new ApolloServer({ typeDefs, resolvers: resolvers(await load(folder)), csrfPrevention: false })
await startStandaloneServer(server, { listen: { port: Number(port), host: '127.0.0.1' } })
