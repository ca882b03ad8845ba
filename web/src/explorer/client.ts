import { cacheExchange, Client, fetchExchange } from 'urql';

/**
 * The one way in which the explorer learns anything. What was asked once is kept as long as the page is open: the data does
 * not change under a version.
 */
export const client = new Client({ url: '/graphql', exchanges: [cacheExchange, fetchExchange], preferGetMethod: 'within-url-limit' });
