// node yoga.js <folder> <port>
import { createServer } from 'node:http'
import { createSchema, createYoga } from 'graphql-yoga'
import { load } from './data.js'
import { resolvers, typeDefs } from './schema.js'

const [folder, port] = process.argv.slice(2)
const yoga = createYoga({ schema: createSchema({ typeDefs, resolvers: resolvers(await load(folder)) }), logging: false, graphiql: false, landingPage: false })
createServer(yoga).listen(Number(port), '127.0.0.1')
